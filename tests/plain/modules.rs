//! The modules of the crate: no two use each other, by however many steps, and what `docs/architecture.md` calls
//! lower uses nothing that it calls higher.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::cases::top;

/// A file of `src/`, with forward slashes, and its text.
type Source = (String, String);

/// Which module uses which, with the places that do.
type Uses = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn sources() -> Vec<Source> {
    fn into(folder: &Path, shown: &str, all: &mut Vec<Source>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("readable").path();
            let name = path.file_name().and_then(|name| name.to_str());
            let shown = format!("{shown}{}", name.expect("a name"));
            if path.is_dir() {
                into(&path, &format!("{shown}/"), all);
            } else {
                all.push((shown, fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    let mut all = Vec::new();
    into(&top("src"), "", &mut all);
    all.sort();
    all
}

/// The module of the crate that a file belongs to.
fn module(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or(file);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// Without comments and what is only there for tests, line by line, as `cargo fmt` leaves it.
fn code(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            lines.find(|end| {
                let ends = end.trim_start().starts_with('}') || end.ends_with(';');
                ends && indent(end) == indent(line)
            });
        } else if !line.trim_start().starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

/// The names that a path of `use` or of an expression begins with: `a::b`, or several in braces.
fn heads(path: &str) -> Vec<&str> {
    let name = |text: &'_ str| text.find(|one: char| one != '_' && !one.is_alphanumeric());
    let Some(several) = path.strip_prefix('{') else {
        return vec![&path[..name(path).unwrap_or(path.len())]];
    };
    let (mut heads, mut depth, mut start) = (Vec::new(), 0, Some(0));
    for (at, one) in several.char_indices() {
        match one {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = Some(at + 1),
            _ if depth == 0 && !one.is_whitespace() && start.take().is_some() => {
                let rest = &several[at..];
                heads.push(&rest[..name(rest).unwrap_or(rest.len())]);
            }
            _ => {}
        }
    }
    heads
}

fn uses(sources: &[Source]) -> Uses {
    let modules: BTreeSet<&str> = sources.iter().map(|(file, _)| module(file)).collect();
    let mut uses = Uses::new();
    for (file, text) in sources {
        let code = code(text);
        let above = "super::".repeat(1 + file.matches('/').count());
        let places = ["crate::", above.as_str()].map(|root| code.match_indices(root));
        let of_module = uses.entry(module(file).to_owned()).or_default();
        for (at, root) in places.into_iter().flatten() {
            for head in heads(&code[at + root.len()..]) {
                if head != module(file) && modules.contains(head) {
                    let places = of_module.entry(head.to_owned()).or_default();
                    places.push(format!("src/{file}"));
                }
            }
        }
    }
    uses
}

/// A shortest circle, told edge by edge with a file that has it.
fn circle(uses: &Uses) -> Option<String> {
    let circles = uses.keys().filter_map(|start| {
        let mut ways = vec![vec![start]];
        let mut seen = BTreeSet::new();
        while let Some(way) = (!ways.is_empty()).then(|| ways.remove(0)) {
            let last = way[way.len() - 1];
            for next in uses.get(last).into_iter().flat_map(BTreeMap::keys) {
                let longer = [way.as_slice(), &[next]].concat();
                if next == start {
                    return Some(longer);
                }
                if seen.insert(next) {
                    ways.push(longer);
                }
            }
        }
        None
    });
    let shortest = circles.min_by_key(Vec::len)?;
    let edges = shortest.windows(2);
    let told = edges.map(|edge| {
        let (from, to) = (edge[0], edge[1]);
        format!("{from} uses {to} in {}", uses[from][to][0])
    });
    Some(told.collect::<Vec<_>>().join("\n"))
}

#[test]
fn no_modules_use_each_other() {
    let uses = uses(&sources());
    assert!(uses["steps"].contains_key("tenant"), "{uses:?}");
    if let Some(circle) = circle(&uses) {
        panic!("modules use each other:\n{circle}");
    }
}

/// A method is called without a `use`: one that stood elsewhere than its type would hide a circle.
#[test]
fn methods_stand_in_the_module_of_their_type() {
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut methods = Vec::new();
    for (file, text) in sources() {
        for line in code(&text).lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let at = words
                .iter()
                .position(|one| ["struct", "enum"].contains(one));
            if let Some(name) = at.and_then(|at| words.get(at + 1)) {
                let of_module = types.entry(module(&file).to_owned()).or_default();
                of_module.insert(heads(name)[0].to_owned());
            }
            if let Some(rest) = line
                .strip_prefix("impl")
                .filter(|_| !line.contains(" for "))
            {
                let mut depth = 0;
                let rest = rest.trim_start_matches(|one| {
                    depth += i32::from(one == '<') - i32::from(one == '>');
                    depth > 0 || " >".contains(one)
                });
                methods.push((file.clone(), heads(rest)[0].to_owned()));
            }
        }
    }
    assert!(methods.len() > 100, "{}", methods.len());
    for (file, name) in methods {
        assert!(types[module(&file)].contains(&name), "{name} in src/{file}");
    }
}

#[test]
fn layers_are_as_the_page_has_them() {
    let page = fs::read_to_string(top("docs/architecture.md")).expect("a page");
    let (_, rest) = page.split_once("\n## The layers\n").expect("the layers");
    let (layers, _) = rest.split_once("\n## ").expect("what follows them");
    let mut places = BTreeMap::new();
    for (height, line) in layers
        .lines()
        .filter(|line| line.starts_with("| "))
        .enumerate()
    {
        for name in line.split('`').skip(1).step_by(2) {
            let twice = places.insert(name.to_owned(), height);
            assert_eq!(twice, None, "{name} stands twice");
        }
    }
    let uses = uses(&sources());
    let own = ["lib".to_owned(), "main".to_owned()];
    let modules: BTreeSet<&String> = uses.keys().filter(|one| !own.contains(one)).collect();
    assert_eq!(places.keys().collect::<BTreeSet<_>>(), modules);
    for (from, used) in uses.iter().filter(|(from, _)| !own.contains(from)) {
        for (to, files) in used {
            assert!(places[from] >= places[to], "{from} uses {to}: {files:?}");
        }
    }
}

#[test]
fn a_circle_is_found_and_spelled_out() {
    let source = |file: &str, text: &str| (file.to_owned(), text.to_owned());
    let mut all = vec![
        source(
            "a.rs",
            "//! [`crate::c`]\nuse crate::{\n    b::{self, X},\n    d,\n};\n",
        ),
        source("b/inner.rs", "fn x() {\n    super::super::c::y();\n}\n"),
        source(
            "c.rs",
            "#[cfg(test)]\nmod tests {\n    use crate::a;\n}\nuse super::d;\n",
        ),
        source("d.rs", ""),
    ];
    assert_eq!(circle(&uses(&all)), None);
    all.push(source("c/inner.rs", "use crate::a::Y;\n"));
    assert_eq!(
        circle(&uses(&all)).as_deref(),
        Some("a uses b in src/a.rs\nb uses c in src/b/inner.rs\nc uses a in src/c/inner.rs")
    );
}
