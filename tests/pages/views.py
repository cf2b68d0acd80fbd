"""Every view of the app by its address, read from the app's own lists so that none is forgotten."""

from indicators.registry import GOALS, INDICATORS
from pages import data_quality, method, overview, targets
from reports import (
    analysis,
    models_views,
    organisation,
    organisation_findings,
    spending_views,
    views,
)

OVERVIEW = ["", *(f"?maal={code}" for code in GOALS), *(f"?vis={only}" for only in overview.ONLY)]
GOAL = [f"maal?maal={code}" for code in GOALS]
INDICATOR = [f"indikator?indikator={id_}" for id_ in INDICATORS]
CUTS = [
    *(
        f"indikator?indikator={one.id}&del={part.code.replace('=', '%3D')}"
        for one in INDICATORS.values()
        for part in one.breakdowns
    ),
    *(f"indikator?indikator={id_}&vis={view}" for id_ in ("C1", "C2") for view in views.VIEWS),
    "indikator?indikator=C2&kommuner=",
    "indikator?indikator=C2&kommuner=165",
]
TARGETS = [f"maaltal?vis={view}" for view in targets.VIEWS]
DATA = [f"data?vis={view}" for view in data_quality.VIEWS]
MONEY = ["oekonomi", *(f"oekonomi?vis={view}" for view in spending_views.VIEWS)]
ORGANISATION = [
    "organisering",
    *(f"organisering?vis={view}" for view in organisation.VIEWS),
    *(f"organisering?slags={kind}" for kind in organisation_findings.KINDS),
    "organisering?vis=indsatser&maal=B&enhed=CBF",
    "organisering?vis=lov&soeg=barnets+lov&type=must",
    "analyse",
    *(f"analyse?vis={view}" for view in analysis.VIEWS),
    *(f"analyse?opfyldt={judged}" for judged in analysis.JUDGED),
]
MODELS = [
    *(f"modeller?vis={view}" for view in models_views.VIEWS),
    *(f"modeller?del={part}" for part in models_views.PARTS),
    *(f"modeller?vis=afvejning&trin={step}" for step in models_views.STEPS),
]
UPLOAD = ["indlaes"]
METHOD = [f"metode?vis={view}" for view in method.VIEWS]
GUIDE = [f"vejledning?for={name}" for name in ("udvalget", "ledere", "analytikere", "start")]

ALL = [
    *OVERVIEW,
    *GOAL,
    *INDICATOR,
    *CUTS,
    *TARGETS,
    *ORGANISATION,
    *MONEY,
    *MODELS,
    *UPLOAD,
    *DATA,
    *METHOD,
    *GUIDE,
]

PAGES = {
    "": "Overblik",
    "overblik": "Overblik",
    "maal": "A  Ishøj er en tryg by",
    "indikator": "Anmeldte forbrydelser",
    "maaltal": "Måltal, hændelser og kommentarer",
    "oekonomi": "Opgaven koster",
    "organisering": "Opgaven ligger i dag i",
    "analyse": "2",
    "modeller": "Modeller",
    "indlaes": "Indlæs data",
    "data": "Data og kvalitet",
    "metode": "Metode og ordliste",
    "vejledning": "Vejledning",
}
"""The address of each page, and how its heading starts."""

ORGANISED = {"organisering", "analyse", "modeller", "oekonomi"}
"""Pages seen with the shipped organisation and budget; the others with the official figures."""
