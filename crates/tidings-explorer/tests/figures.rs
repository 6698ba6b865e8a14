//! Figures agree with the records that they count.

use serde_json::Value;

use crate::harness::{Site, encoded, examples};

fn sum(values: &Value) -> u64 {
    values.as_array().unwrap().iter().map(|value| value.as_u64().unwrap()).sum()
}

#[test]
fn timelines_count_every_record_once() {
    let site = examples();
    let total = site.total("/events");
    assert!(total > 100, "the examples have many events, not {total}");
    for step in ["auto", "day", "week", "month", "year"] {
        for stack in ["quad", "type", "status", "none"] {
            let line = site.ask(&format!("/timeline?step={step}&stack={stack}"));
            assert_eq!(line["total"], total);
            let buckets = line["buckets"].as_array().unwrap();
            let counted: u64 = buckets.iter().map(|bucket| sum(&bucket["counts"])).sum();
            let apart = ["imprecise", "undated", "clipped"].map(|name| line[name].as_u64().unwrap());
            assert_eq!(counted + apart.iter().sum::<u64>(), total, "{step} {stack}");
            for bucket in buckets {
                assert_eq!(bucket["counts"].as_array().unwrap().len(), line["keys"].as_array().unwrap().len());
                assert_eq!(sum(&bucket["counts"]), bucket["total"].as_u64().unwrap());
                assert!(bucket["start"].as_str() <= bucket["end"].as_str());
            }
            assert!(buckets.is_sorted_by_key(|bucket| bucket["start"].as_str()));
        }
    }
}

#[test]
fn a_period_takes_what_overlaps_it() {
    let site = examples();
    let line = site.ask("/timeline?step=day&from=2026-02-01&to=2026-03-31");
    let buckets = line["buckets"].as_array().unwrap();
    assert!(!buckets.is_empty());
    let bounds =
        |bucket: &Value| bucket["start"].as_str() >= Some("2026-02-01") && bucket["end"].as_str() <= Some("2026-03-31");
    assert!(buckets.iter().all(bounds));
    assert_eq!(line, site.ask("/timeline?step=day&to=2026-02-01&from=2026-03-31"), "in whichever order");
    let day = buckets[0]["start"].as_str().unwrap();
    let of_day = site.total(&format!("/events?from={day}&to={day}"));
    assert!(of_day >= buckets[0]["total"].as_u64().unwrap(), "a month that is not more exact overlaps the day, too");
    let all = site.total("/events");
    let (before, after) =
        (site.total("/events?time=published&to=2026-04-30"), site.total("/events?time=published&from=2026-05-01"));
    assert!(before > 0 && after > 0);
    assert_eq!(before + after, all);
}

/// Every choice of a facet gives as many records as it says, alone and with another filter.
#[test]
fn facets_count_what_their_filter_finds() {
    let site = examples();
    for also in ["", "&status=actual", "&quad=4&quad=3", "&q=the", "&once=true", "&type=ACCUSE&from=2026-01-01"] {
        let facets = site.ask(&format!("/facets?limit=6{also}"));
        assert_eq!(facets["total"], site.total(&format!("/events?limit=1{also}")), "{also}");
        let facets = facets["facets"].as_object().unwrap();
        assert_eq!(facets.len(), 17);
        for (name, values) in facets {
            // Choices of a facet are counted as if it had none.
            let others: String = also.split_inclusive('&').collect::<String>();
            if name == "year" || others.contains(&format!("&{name}=")) {
                continue;
            }
            for value in values.as_array().unwrap() {
                let path = format!("/events?limit=1&{name}={}{also}", encoded(value["value"].as_str().unwrap()));
                assert_eq!(value["count"], site.total(&path), "{path}");
                assert!(!value["label"].as_str().unwrap().is_empty());
            }
        }
    }
    let own = site.ask("/facets?facet=type&type=ACCUSE");
    let all = site.ask("/facets?facet=type");
    assert_eq!(own["facets"], all["facets"], "a facet does not narrow itself");
    assert!(own["total"].as_u64() < all["total"].as_u64());
}

#[test]
fn actors_and_pairs_count_what_their_filter_finds() {
    let site = examples();
    for level in ["country", "sector", "code"] {
        let list = site.ask(&format!("/actors?level={level}&limit=12&unknown=true"));
        for row in list["rows"].as_array().unwrap() {
            let key = encoded(row["actor"]["key"].as_str().unwrap());
            assert_eq!(row["events"], site.total(&format!("/events?limit=1&actor={key}")), "{row}");
            assert_eq!(row["as_source"], site.total(&format!("/events?limit=1&source={key}")), "{row}");
            assert_eq!(row["as_target"], site.total(&format!("/events?limit=1&target={key}")), "{row}");
            assert!(sum(&row["quads"]) <= row["events"].as_u64().unwrap());
        }
        let list = site.ask(&format!("/pairs?level={level}&limit=12&unknown=true"));
        for row in list["rows"].as_array().unwrap() {
            let (a, b) = (&row["source"]["key"], &row["target"]["key"]);
            let (a, b) = (encoded(a.as_str().unwrap()), encoded(b.as_str().unwrap()));
            assert_eq!(row["events"], site.total(&format!("/events?limit=1&source={a}&target={b}")), "{row}");
        }
    }
    let abroad = site.ask("/pairs?abroad=true&limit=500");
    assert!(abroad["rows"].as_array().unwrap().iter().all(|row| row["source"]["key"] != row["target"]["key"]));
    let known = site.ask("/actors?level=code&limit=500");
    assert!(known["rows"].as_array().unwrap().iter().all(|row| row["actor"]["code"] != "UNK"));
    let found = site.ask("/actors?match=russ");
    assert_eq!(found["rows"][0]["actor"]["key"], "RUS*");
}

#[test]
fn undirected_pairs_join_both_directions() {
    let site = examples();
    let directed = site.ask("/pairs?limit=500");
    let undirected = site.ask("/pairs?limit=500&directed=false");
    let rows = |list: &Value| list["rows"].as_array().unwrap().clone();
    let events = |rows: &[Value]| rows.iter().map(|row| row["events"].as_u64().unwrap()).sum::<u64>();
    assert_eq!(events(&rows(&directed)), events(&rows(&undirected)));
    assert!(rows(&undirected).len() < rows(&directed).len());
    assert!(rows(&undirected).iter().all(|row| row["source"]["key"].as_str() <= row["target"]["key"].as_str()));
}

#[test]
fn networks_show_the_pairs_between_their_nodes() {
    let site = examples();
    let network = site.ask("/network?nodes=5");
    let nodes: Vec<&Value> = network["nodes"].as_array().unwrap().iter().map(|node| &node["actor"]["key"]).collect();
    assert_eq!(nodes.len(), 5);
    assert!(network["total_nodes"].as_u64().unwrap() > 5);
    let edges = network["edges"].as_array().unwrap();
    assert!(!edges.is_empty());
    for edge in edges {
        assert!(
            nodes.contains(&&edge["source"]) && nodes.contains(&&edge["target"]) && edge["source"] != edge["target"]
        );
        let (a, b) = (encoded(edge["source"].as_str().unwrap()), encoded(edge["target"].as_str().unwrap()));
        assert_eq!(edge["events"], site.total(&format!("/events?source={a}&target={b}")));
    }
    let strong = site.ask("/network?min=2");
    assert!(strong["edges"].as_array().unwrap().iter().all(|edge| edge["events"].as_u64() >= Some(2)));
}

#[test]
fn an_actor_has_its_events_partners_and_names() {
    let site = examples();
    let page = site.ask("/actors/RUS%2A");
    assert_eq!(page["actor"]["label"], "Russia");
    assert_eq!(page["totals"]["events"], site.total("/events?actor=RUS*"));
    for (side, total) in [("as_source", "/events?source=RUS*"), ("as_target", "/events?target=RUS*")] {
        assert_eq!(page[side]["total"], site.total(total));
        let types = page[side]["types"].as_array().unwrap();
        assert_eq!(types.iter().map(|t| t["events"].as_u64().unwrap()).sum::<u64>(), site.total(total));
    }
    let partners = page["partners"].as_array().unwrap();
    assert!(!partners.is_empty());
    for partner in partners {
        let key = encoded(partner["actor"]["key"].as_str().unwrap());
        assert_eq!(partner["to"], site.total(&format!("/events?source=RUS*&target={key}")), "{partner}");
        assert_eq!(partner["from"], site.total(&format!("/events?target=RUS*&source={key}")), "{partner}");
        assert_eq!(partner["events"], site.total(&format!("/events?between=RUS*&between={key}")), "{partner}");
    }
    for member in page["members"].as_array().unwrap() {
        let code = member["actor"]["code"].as_str().unwrap();
        assert!(code.starts_with("RUS"), "{code}");
        assert_eq!(member["events"], site.total(&format!("/events?actor={}", encoded(code))));
    }
    assert!(page["named"].as_array().unwrap().iter().any(|named| named["text"] == "Russia"), "{}", page["named"]);
}

#[test]
fn a_pair_has_a_curve_for_each_direction_and_what_bends_it() {
    let site = examples();
    let pairs = site.ask("/pairs?abroad=true&limit=5");
    for row in pairs["rows"].as_array().unwrap() {
        let (a, b) = (row["source"]["key"].as_str().unwrap(), row["target"]["key"].as_str().unwrap());
        let (a, b) = (encoded(a), encoded(b));
        let page = site.ask(&format!("/pairs/{a}/{b}?limit=5"));
        assert_eq!(page["totals"]["events"], site.total(&format!("/events?between={a}&between={b}")));
        for (direction, path) in [(0, format!("source={a}&target={b}")), (1, format!("source={b}&target={a}"))] {
            let direction = &page["directions"][direction];
            assert_eq!(direction["events"], site.total(&format!("/events?{path}")));
            let buckets = direction["buckets"].as_array().unwrap();
            let counted: u64 = buckets.iter().map(|bucket| bucket["events"].as_u64().unwrap()).sum();
            assert_eq!(counted + direction["imprecise"].as_u64().unwrap(), direction["events"].as_u64().unwrap());
            for bucket in buckets {
                let mean = bucket["score_sum"].as_f64().unwrap() / bucket["events"].as_f64().unwrap();
                assert!((mean - bucket["score"].as_f64().unwrap()).abs() < 0.02, "{bucket}");
            }
        }
        for bend in page["bends"].as_array().unwrap() {
            let pull = bend["event"]["score"].as_f64().unwrap() * bend["change"].as_f64().unwrap();
            assert!(pull > 0.0, "an event pulls the curve its own way: {bend}");
        }
    }
    site.problem("/pairs/RUS%2A/XYZ%2A", 404);
}

#[test]
fn places_are_found_and_have_coordinates() {
    let site = examples();
    let places = site.ask("/places");
    assert_eq!(places["located"].as_u64().unwrap() + places["unlocated"].as_u64().unwrap(), site.total("/events"));
    for row in places["rows"].as_array().unwrap() {
        assert_eq!(row["events"], site.total(&format!("/events?place={}", encoded(row["key"].as_str().unwrap()))));
        assert!(row["latitude"].as_f64().is_some_and(|degrees| degrees.abs() <= 90.0), "{row}");
    }
    for row in site.ask("/places?by=country")["rows"].as_array().unwrap() {
        assert_eq!(row["events"], site.total(&format!("/events?country={}", row["key"].as_str().unwrap())));
        assert!(!row["name"].as_str().unwrap().is_empty());
    }
}

#[test]
fn the_codebook_counts_what_fired() {
    let site: &Site = examples();
    let book = site.ask("/codebook");
    assert_eq!(book["matches"], true);
    let types = book["types"].as_array().unwrap();
    assert_eq!(types.len(), 16);
    assert_eq!(types.iter().map(|t| t["events"].as_u64().unwrap()).sum::<u64>(), site.total("/events"));
    for kind in types {
        let code = kind["code"].as_str().unwrap();
        assert_eq!(kind["events"], site.total(&format!("/events?type={code}")));
        for mode in kind["modes"].as_array().unwrap() {
            let path = format!("/events?type={code}&mode={}", encoded(mode["code"].as_str().unwrap()));
            assert_eq!(mode["events"], site.total(&path));
        }
    }
    for (list, name) in [("contexts", "context"), ("sectors", "sector"), ("cameo", "cameo")] {
        let rows = book[list].as_array().unwrap();
        assert!(rows.iter().any(|row| row["events"].as_u64() > Some(0)), "{list}");
        for row in rows.iter().filter(|row| row["events"].as_u64() > Some(0)) {
            assert_eq!(
                row["events"],
                site.total(&format!("/events?{name}={}", encoded(row["code"].as_str().unwrap())))
            );
        }
    }
    let rules = site.ask("/codebook/rules?sort=-events&limit=5&of=ACCUSE");
    for rule in rules["rows"].as_array().unwrap() {
        assert_eq!((rule["type"].as_str(), rule["known"].as_bool()), (Some("ACCUSE"), Some(true)));
        assert_eq!(rule["events"], site.total(&format!("/events?rule={}", encoded(rule["id"].as_str().unwrap()))));
        assert!(!rule["patterns"].as_array().unwrap().is_empty());
    }
    let one = site.ask("/codebook/rules/accuse/denounce");
    assert!(one["examples"][0]["events"][0].as_str().unwrap().contains('→'), "{one}");
    assert_eq!(one["events"], site.total("/events?rule=accuse%2Fdenounce"));
    assert!(site.total("/events?rule=accuse%2F*") >= one["events"].as_u64().unwrap());
    assert!(site.total("/codebook/rules?match=denounce") < site.total("/codebook/rules"));
    site.problem("/codebook/rules/accuse/nothing", 404);
}

#[test]
fn rules_about_standing_facts_count_what_they_made() {
    let site = examples();
    let rules = site.ask("/codebook/claims?sort=-claims&limit=500");
    let rows = rules["rows"].as_array().unwrap();
    assert_eq!(rows.iter().map(|row| row["claims"].as_u64().unwrap()).sum::<u64>(), site.total("/claims"));
    for row in rows.iter().take(5) {
        assert_eq!(row["claims"], site.total(&format!("/claims?rule={}", encoded(row["id"].as_str().unwrap()))));
        assert!(!row["examples"].as_array().unwrap().is_empty(), "{row}");
    }
    let offices = site.ask("/codebook/claims?of=holds_office");
    assert!(offices["total"].as_u64() > Some(0) && offices["total"].as_u64() < rules["total"].as_u64());
    assert!(offices["rows"].as_array().unwrap().iter().all(|row| row["relation"] == "holds_office"));
}
