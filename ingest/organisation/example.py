"""One row of each sheet as it is filled in, for the template. All of it is invented."""

from collections.abc import Mapping

_INVENTED = {"origin": "Eksempeldata"}

EXAMPLE_ROWS: Mapping[str, Mapping[str, str]] = {
    "models": {
        "model_id": "M0", "name": "I dag", "centre_id": "CBF", "committee_id": "BUU",
        "short_description": "Opgaven er delt mellem flere centre.", "is_baseline": "ja",
        "needs_bylaw_change": "nej", "status": "idé", "author": "Analysegruppen",
        "updated": "01-11-2026", **_INVENTED,
    },
    "units": {
        "unit_id": "CBF", "name": "Center for Børn", "type": "center", "parent_id": "BUU",
        "from_date": "01-01-2022", **_INVENTED,
    },
    "functions": {
        "function_id": "GADE", "name": "Gadeteam", "target_group": "unge", "age_from": "13",
        "age_to": "23", "level": "specifik", "goals": "A; B", "legal_basis_id": "R1",
        "statutory": "nej", "authority_decision": "nej", "in_scope": "ja", **_INVENTED,
    },
    "assignments": {
        "model_id": "M0", "function_id": "GADE", "from_unit": "CBF", "to_unit": "CBF",
        "moves": "nej", "fte": "4,5", "salary": "2.250", "operations": "300",
        "price_level_year": "2026", "funding": "fast", **_INVENTED,
    },
    "raci": {
        "model_id": "M0", "function_id": "GADE", "unit_id": "CBF", "role": "A – har ansvaret",
        "note": "Centerchefen svarer for opgaven.", **_INVENTED,
    },
    "economy": {
        "model_id": "M0", "year": "2027", "item": "uddannelse", "amount": "100",
        "one_off": "nej", "low": "80", "high": "120", "assumption": "Som i dag.", **_INVENTED,
    },
    "staff": {
        "model_id": "M0", "unit_id": "CBF", "group": "pædagoger", "headcount": "5", "fte": "4,5",
        "change": "ingen ændring", "med_level": "CenterMED", "med_date": "01-12-2026",
        "consulted": "nej", **_INVENTED,
    },
    "legal": {
        "legal_id": "L1", "act": "Styrelsesvedtægten", "paragraph": "§ 5",
        "requirement": "Udvalgets opgaver står i vedtægten.", "applies_to_model": "alle",
        "gate": "opfyldt", "answer_by": "Kommunens jurist", "answered_date": "01-11-2026",
        **_INVENTED,
    },
    "consequences": {
        "model_id": "M0", "group": "unge", "direction": "- taler imod", "size": "2",
        "certainty": "2", "text": "De unge møder flere indgange.",
        "evidence_source": "Interviews med unge", **_INVENTED,
    },
    "success": {
        "success_id": "S1", "model_id": "alle", "goal": "organisationen", "indicator_id": "Ø3",
        "baseline_value": "4", "baseline_period": "2026", "direction": "lavere er bedre",
        "target_value": "1", "target_period": "2028", "threshold_type": "andel af sager i tide",
        "lag_quarters": "4", "owner": "Centerchefen", **_INVENTED,
    },
    "risks": {
        "risk_id": "RI1", "model_id": "M0", "text": "Opgaven falder mellem to centre.",
        "probability": "4", "consequence": "3", "mitigation": "Fast møde hver måned.",
        "owner": "Direktøren", "review_date": "01-06-2027", **_INVENTED,
    },
    "milestones": {
        "model_id": "M0", "milestone": "Drøftet i HovedMED", "type": "MED",
        "planned": "01-12-2026", **_INVENTED,
    },
    "criteria": {
        "criterion_id": "K1", "name": "Ét sted har ansvaret", "worst_1": "Flere har det.",
        "best_5": "Én har det.", "gate": "nej", **_INVENTED,
    },
    "swing": {
        "politician_id": "P1", "party": "A", "criterion_id": "K1", "points": "100", **_INVENTED,
    },
    "scores": {
        "assessor_id": "B1", "origin_centre": "CBF", "model_id": "M0", "criterion_id": "K1",
        "score": "1", "comment": "Flere centre har hver sin del.", "conflict": "nej", **_INVENTED,
    },
    "fora": {
        "forum_id": "F1", "name": "Lokalråd", "level": "ledende", "is_external": "ja",
        "members": "Borgmester, politi, centerchefer", "rhythm": "2 gange om året",
        "meetings_per_year": "2", "unit_id": "CBF", "legal_basis_id": "R1", "goals": "A; B; C",
        "status": "i drift", **_INVENTED,
    },
    "efforts": {
        "effort_id": "I1", "name": "Aftenhold", "description": "To aftener om ugen på gaden.",
        "goals": "B", "target_group": "unge", "age_from": "13", "age_to": "23",
        "level": "specifik", "unit_id": "CBF", "function_id": "GADE", "funding": "projekt",
        "funding_end": "31-12-2027", "amount": "400", "period": "2025–2027", "in_scope": "ja",
        "status": "i drift", **_INVENTED,
    },
    "recommendations": {
        "recommendation_id": "R1", "title": "En lov", "paragraph": "§ 1",
        "text": "Kommunen samarbejder med politiet om at forebygge.", "type": "skal",
        "authority": "kommunen", "unit_id": "CBF", "concerns_models": "alle",
        "met_today": "delvist opfyldt", "met_reason": "Der er fora, men ingen har det hele.",
        "better_models": "M0", "status_date": "2026", "certainty": "udledt", "source_id": "K1",
        **_INVENTED,
    },
    "sources": {
        "source_id": "K1", "title": "Et notat", "publisher": "Kommunen",
        "url": "https://example.dk/notat", "dated": "november 2026",
        "certainty": "oplyst af andre", **_INVENTED,
    },
}  # fmt: skip
