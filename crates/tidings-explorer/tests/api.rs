//! Lists, documents, trees, search; what is wrong with a request; the description of it all.

use std::thread;

use serde_json::{Value, json};

use crate::harness::{Site, encoded, examples, slice};

fn rows(list: &Value) -> &Vec<Value> {
    list["rows"].as_array().unwrap()
}

fn ids(list: &Value) -> Vec<&str> {
    rows(list).iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[test]
fn the_data_set_says_what_it_is() {
    let site = examples();
    let dataset = site.ask("/dataset");
    assert_eq!((dataset["name"].as_str(), dataset["stale"].as_bool()), (Some("examples"), Some(false)));
    assert_eq!(dataset["counts"]["documents"], 13);
    assert_eq!(dataset["counts"]["events"], site.total("/events"));
    assert_eq!(dataset["counts"]["distinct_events"], site.total("/events?once=true"));
    assert_eq!(dataset["counts"]["statements"], site.total("/statements"));
    assert_eq!(dataset["counts"]["claims"], site.total("/claims"));
    assert_eq!(
        dataset["has"],
        json!({ "text": true, "statements": true, "claims": true, "places": true, "outlets": false })
    );
    assert_eq!(dataset["published"]["from"], "2026-02-09");
    let home = site.folder.parent().unwrap().to_str().unwrap();
    assert!(!dataset.to_string().contains(home), "paths stay where they are: {dataset}");
    let countries = site.ask("/countries");
    let korea = json!({ "code": "PRK", "name": "North Korea", "numeric": "408" });
    assert!(countries.as_array().unwrap().contains(&korea));
}

#[test]
fn pages_of_a_list_make_the_whole() {
    let site = examples();
    for path in [
        "/events?",
        "/events?sort=date",
        "/events?sort=score",
        "/events?q=the&sort=relevance",
        "/statements?",
        "/documents?",
    ] {
        let whole = site.ask(&format!("{path}&limit=500"));
        let total = whole["total"].as_u64().unwrap() as usize;
        assert_eq!(rows(&whole).len(), total, "{path}");
        let pages: Vec<Value> =
            (0..total).step_by(7).map(|offset| site.ask(&format!("{path}&limit=7&offset={offset}"))).collect();
        let joined: Vec<&str> = pages.iter().flat_map(ids).collect();
        assert_eq!(joined, ids(&whole), "{path}");
        assert_eq!(rows(&site.ask(&format!("{path}&offset={total}"))).len(), 0);
    }
    let by_date = site.ask("/events?limit=500&time=published");
    let days: Vec<&str> = rows(&by_date).iter().map(|row| row["published"].as_str().unwrap()).collect();
    assert!(days.iter().rev().is_sorted(), "newest first");
    let by_score = site.ask("/events?limit=500&sort=score");
    assert!(rows(&by_score).is_sorted_by_key(|row| row["score"].as_f64().unwrap()));
}

#[test]
fn rows_are_the_records_with_their_surroundings() {
    let site = examples();
    let list = site.ask("/events?q=condemned&type=ACCUSE");
    let row = rows(&list).iter().find(|row| row["rule"] == "accuse/denounce").expect("a denunciation");
    assert_eq!(
        (row["type"].as_str(), row["mode"].as_str(), row["quad"].as_u64()),
        (Some("ACCUSE"), Some("disapprove"), Some(3))
    );
    assert!(!row["title"].as_str().unwrap().is_empty());
    let actor = &row["source"][0];
    assert!(!actor["label"].as_str().unwrap().is_empty());
    let marked: Vec<String> = row["marks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mark| slice(row["sentence"]["text"].as_str().unwrap(), &mark[0], &mark[1]))
        .collect();
    assert_eq!(marked, ["condemned"]);
    let page = site.ask(&format!("/events/{}", row["id"].as_str().unwrap()));
    assert_eq!(page["id"], row["id"]);
    let others = page["records"].as_array().unwrap();
    assert_eq!(others.len() as u64 + 1, page["reports"].as_u64().unwrap());
    assert!(others.iter().all(|other| other["event"] == page["event"]));
    assert_eq!(
        site.total(&format!("/events?event={}", page["event"].as_str().unwrap())),
        page["reports"].as_u64().unwrap()
    );
    site.problem("/events/0000000000000000", 404);
}

#[test]
fn documents_hold_their_sentences_and_records() {
    let site = examples();
    let list = site.ask("/documents?limit=500");
    assert_eq!(list["total"], 13);
    let mut events = 0;
    for row in rows(&list) {
        let page = site.ask(&format!("/documents/{}", encoded(row["id"].as_str().unwrap())));
        let text = page["document"]["text"].as_str().unwrap();
        assert!(text.starts_with(row["first"].as_str().unwrap()));
        let sentences = page["sentences"].as_array().unwrap();
        assert!(sentences.is_sorted_by_key(|sentence| sentence["start"].as_u64().unwrap()));
        let coded = sentences.iter().filter(|sentence| !sentence["index"].is_null()).count();
        assert_eq!(page["document"]["sentences"], coded);
        for event in page["events"].as_array().unwrap() {
            events += 1;
            let sentence = &event["sentence"];
            assert_eq!(slice(text, &sentence["start"], &sentence["end"]), sentence["text"].as_str().unwrap());
            let own = sentences.iter().find(|own| own["start"] == sentence["start"]).expect("its sentence");
            assert_eq!(own["index"], sentence["index"]);
            let trigger = &event["trigger"];
            assert_eq!(slice(text, &trigger["start"], &trigger["end"]), trigger["text"].as_str().unwrap());
        }
        for statement in page["statements"].as_array().unwrap() {
            for id in statement["events"].as_array().unwrap() {
                let told =
                    page["events"].as_array().unwrap().iter().find(|event| event["id"] == *id).expect("its event");
                assert_eq!(told["said_by"]["statement"], statement["id"]);
            }
        }
        for (side, back) in [("previous", "next"), ("next", "previous")] {
            if let Some(other) = page[side].as_str() {
                assert_eq!(site.ask(&format!("/documents/{}", encoded(other)))[back], row["id"]);
            }
        }
    }
    assert_eq!(events, site.total("/events"));
    let few = site.ask("/documents?type=SANCTION&limit=500");
    assert!(few["total"].as_u64() < Some(13) && few["total"].as_u64() > Some(0));
    let with_words = site.total("/documents?q=sanctions");
    assert!(with_words > 0 && with_words < 13);
}

#[test]
fn sentences_have_trees() {
    let site = examples();
    let path = "/documents/2026-04-02-sanctions";
    let page = site.ask(path);
    let text = page["document"]["text"].as_str().unwrap();
    for sentence in page["sentences"].as_array().unwrap() {
        let tree = site.ask(&format!("{path}/tree?start={}", sentence["start"]));
        assert_eq!(tree["sentence"]["end"], sentence["end"]);
        assert_eq!(tree["sentence"]["index"], sentence["index"]);
        let tokens = tree["tokens"].as_array().unwrap();
        assert_eq!(tokens.iter().filter(|token| token["head"].is_null()).count(), 1, "one root");
        for (i, token) in tokens.iter().enumerate() {
            assert_eq!(token["index"], i);
            assert_eq!(slice(text, &token["start"], &token["end"]), token["form"].as_str().unwrap());
            assert!(token["head"].is_null() || token["head"].as_u64().unwrap() < tokens.len() as u64);
        }
    }
    let tree = site.ask(&format!("{path}/tree?start=0"));
    let mentions = tree["mentions"].as_array().unwrap();
    assert!(mentions.iter().any(|mention| mention["codes"] == json!(["BLR"])), "{}", tree["mentions"]);
    site.problem(&format!("{path}/tree?start=1"), 404);
    site.problem(&format!("{path}/tree?start=999999"), 404);
    assert_eq!(site.problem(&format!("{path}/tree"), 400)["parameter"], "start");
    site.problem("/documents/nothing/tree?start=0", 404);
}

#[test]
fn search_finds_sentences_with_and_without_events() {
    let site = examples();
    let all = site.ask("/search?q=government");
    let only = site.ask("/search?q=government&events=only");
    assert!(only["total"].as_u64() < all["total"].as_u64() && only["total"].as_u64() > Some(0));
    assert!(rows(&only).iter().all(|row| !row["events"].as_array().unwrap().is_empty()));
    assert_eq!(all["sorted"], "relevance");
    for row in rows(&all) {
        let text = row["sentence"]["text"].as_str().unwrap();
        let marks = row["marks"].as_array().unwrap();
        assert!(!marks.is_empty(), "{row}");
        for mark in marks {
            assert!(slice(text, &mark[0], &mark[1]).to_lowercase().starts_with("govern"), "{row}");
        }
    }
    assert!(site.total("/search?q=expel") > 0, "all forms of a word");
    let phrase = site.total("/search?q=%22European+Union%22");
    let words = site.total("/search?q=European+Union");
    assert!(phrase > 0 && phrase <= words);
    let either = site.total("/search?q=Belarus+OR+Congo");
    assert_eq!(either, site.total("/search?q=Belarus") + site.total("/search?q=Congo+-Belarus"));
    assert_eq!(site.total("/search?q=Belar*"), site.total("/search?q=Belar*+OR+Belarus"));
    let told = site.ask("/search?q=the&type=SANCTION");
    let is_sanction = |event: &Value| event["type"] == "SANCTION";
    assert!(rows(&told).iter().all(|row| row["events"].as_array().unwrap().iter().all(is_sanction)));
    assert_eq!(told["events"], site.total("/events?q=the&type=SANCTION"));
    let none = site.ask("/search");
    assert_eq!((none["sorted"].as_str(), &none["events"]), (Some("-date"), &site.ask("/events")["total"]));
}

#[test]
fn nothing_that_is_typed_is_an_error() {
    let site = examples();
    for typed in [
        "",
        " ",
        "\"",
        "\"\"",
        "*",
        "-",
        "- -",
        "OR",
        "AND NOT",
        "NEAR(a b, 2)",
        "text:the",
        "a\"b",
        "(",
        ")",
        "^the",
        "{x}",
        "'; DROP TABLE words; --",
        "\u{0}the",
        "é",
        "😀",
        "the OR",
        "-the",
        "a* b*",
        "+the",
        "\\",
        "%",
        "ﬁ",
    ] {
        site.ask(&format!("/search?q={}", encoded(typed)));
        site.ask(&format!("/facets?facet=type&q={}", encoded(typed)));
    }
    assert_eq!(site.total("/search?q=xyzzy"), 0);
    assert_eq!(
        site.total("/search?q=-the") + site.total("/search?q=the"),
        site.ask("/dataset")["counts"]["sentences"].as_u64().unwrap()
    );
}

#[test]
fn statements_are_found_by_who_says_them() {
    let site = examples();
    let list = site.ask("/statements?limit=500");
    assert!(list["total"].as_u64() > Some(10));
    for row in rows(&list).iter().take(8) {
        let speaker = encoded(row["speaker"]["code"].as_str().unwrap());
        let found = site.ask(&format!("/statements?limit=500&speaker={speaker}"));
        assert!(ids(&found).contains(&row["id"].as_str().unwrap()));
        assert!(rows(&found).iter().all(|found| found["speaker"]["code"] == row["speaker"]["code"]));
    }
    let counts = site.ask("/statements/facets?level=code&limit=200");
    assert_eq!(counts["total"], list["total"]);
    for value in counts["facets"]["speaker"].as_array().unwrap() {
        let speaker = encoded(value["value"].as_str().unwrap());
        assert_eq!(value["count"], site.total(&format!("/statements?speaker={speaker}")));
    }
}

#[test]
fn what_is_wrong_is_named() {
    let site = examples();
    for (path, parameter) in [
        ("/events?kind=x", "kind"),
        ("/events?type=accuse", "type"),
        ("/events?from=2026-02-30", "from"),
        ("/events?between=USA", "between"),
        ("/events?between=USA&between=RUS&between=CHN", "between"),
        ("/events?limit=501", "limit"),
        ("/events?offset=-1", "offset"),
        ("/events?status=maybe", "status"),
        ("/events?once=1", "once"),
        ("/timeline?step=hour", "step"),
        ("/network?nodes=201", "nodes"),
        ("/statements?type=ACCUSE", "type"),
        ("/claims?kind=direct", "kind"),
        ("/dataset?x=1", "x"),
        ("/export/events?format=xlsx", "format"),
        ("/export/events?limit=5", "limit"),
    ] {
        assert_eq!(site.problem(path, 400)["parameter"], parameter, "{path}");
    }
    for path in ["/nothing", "/", "", "/actors/XYZ", "/documents/nothing", "/export/nothing", "/codebook/rules/x/y"] {
        site.problem(path, 404);
    }
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let head =
            format!("{method} /api/v1/events HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 0\r\n", site.port);
        let reply = crate::harness::request(site.port, &head);
        assert_eq!((reply.status, reply.header("content-type")), (405, Some("application/problem+json")), "{method}");
    }
}

#[test]
fn the_description_covers_every_answer() {
    let site: &Site = examples();
    let description = site.ask("/openapi.json");
    assert_eq!(description["openapi"], "3.1.0");
    let schemas = description["components"]["schemas"].as_object().unwrap();
    let mut referred = Vec::new();
    references(&description, &mut referred);
    assert!(referred.len() > 50);
    for name in referred {
        let name = name.strip_prefix("#/components/schemas/").unwrap_or_else(|| panic!("{name}"));
        assert!(schemas.contains_key(name), "{name} is described");
    }
    let event = site.ask("/events?limit=1")["rows"][0]["id"].as_str().unwrap().to_owned();
    let filled = |path: &str| {
        path.replace("{key}", "RUS*")
            .replace("{a}", "RUS*")
            .replace("{b}", "USA*")
            .replace("/documents/{id}/tree", "/documents/2026-04-02-sanctions/tree?start=0")
            .replace("/documents/{id}", "/documents/2026-04-02-sanctions")
            .replace("{id}", &event)
            .replace("{file}/{name}", "accuse/denounce")
            .replace("{table}", "events")
    };
    let paths = description["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 27);
    for (path, item) in paths {
        let reply = site.get(&format!("/api/v1{}", filled(path)));
        assert_eq!(reply.status, 200, "{path}");
        let answer = &item["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        if !path.starts_with("/export") && !answer.is_null() {
            fits(answer, &reply.json(), &description, path);
        }
    }
}

fn references<'d>(value: &'d Value, found: &mut Vec<&'d str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// Whether a value is what a schema says: types, required fields, no field that is not described.
fn fits(schema: &Value, value: &Value, description: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = description.pointer(name.trim_start_matches('#')).unwrap();
        return fits(schema, value, description, at);
    }
    if let Some(options) = schema["oneOf"].as_array() {
        let option = options.iter().find(|option| (option["type"] == "null") == value.is_null());
        return fits(option.unwrap_or_else(|| panic!("{at}: {value}")), value, description, at);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return parts.iter().for_each(|part| fits_open(part, value, description, at));
    }
    fits_open(schema, value, description, at);
    if let (Some(described), Some(fields)) = (schema["properties"].as_object(), value.as_object()) {
        for name in fields.keys() {
            assert!(described.contains_key(name), "{at}: the field {name} is described");
        }
    }
}

fn fits_open(schema: &Value, value: &Value, description: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        return fits_open(description.pointer(name.trim_start_matches('#')).unwrap(), value, description, at);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is = |described: &Value| described == kind || described == "number" && kind == "integer";
    let described = &schema["type"];
    let fits_type =
        described.as_array().map_or_else(|| described.is_null() || is(described), |kinds| kinds.iter().any(is));
    assert!(fits_type, "{at}: {value} is {described}");
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(value.get(name).is_some(), "{at}: the field {name} is there");
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(field) = value.get(name) {
            fits(property, field, description, &format!("{at}.{name}"));
        }
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        values.iter().for_each(|value| fits(items, value, description, &format!("{at}[]")));
    }
    if let (Some(items), Some(fields)) =
        (schema.get("additionalProperties").filter(|s| s.is_object()), value.as_object())
    {
        fields.iter().for_each(|(name, value)| fits(items, value, description, &format!("{at}.{name}")));
    }
}

#[test]
fn many_ask_at_the_same_time() {
    let site = examples();
    let paths = [
        "/timeline",
        "/facets?q=the",
        "/network",
        "/search?q=government",
        "/actors/RUS*",
        "/documents",
        "/export/events",
    ];
    thread::scope(|scope| {
        for client in 0..16 {
            scope.spawn(move || {
                for i in 0..20 {
                    let path = paths[(client + i) % paths.len()];
                    let reply = site.get(&format!("/api/v1{path}"));
                    assert_eq!(reply.status, 200, "{path}: {}", String::from_utf8_lossy(&reply.body));
                }
            });
        }
    });
}
