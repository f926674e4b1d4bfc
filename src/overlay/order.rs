//! Where own steps stand among those of a procedure.

/// The ids of a procedure with own ones among them. An own one stands behind what is before it in `order`, as far as
/// the procedure has that; without anything before it, before what follows; not named, at the end.
#[must_use]
pub fn of<'a>(procedure: &[&'a str], own: &[&'a str], order: &[String]) -> Vec<&'a str> {
    let mut all = procedure.to_vec();
    let named = |id: &&str| order.iter().position(|one| one == id);
    let mut placed: Vec<&str> = own
        .iter()
        .copied()
        .filter(|id| named(id).is_some())
        .collect();
    placed.sort_by_key(|id| named(id));
    for id in placed {
        let at = named(&id).unwrap_or_default();
        let find = |wanted: &String| all.iter().position(|one| one == wanted);
        let before = order[..at].iter().rev().find_map(find);
        let after = || order[at..].iter().find_map(find);
        let place = before.map(|at| at + 1).or_else(after).unwrap_or(all.len());
        all.insert(place, id);
    }
    all.extend(own.iter().copied().filter(|id| named(id).is_none()));
    all
}

/// The first two ids of an order that stand the other way round in a procedure: the later one, the earlier one.
#[must_use]
pub fn turned<'a>(procedure: &[&str], order: &'a [String]) -> Option<(&'a str, &'a str)> {
    let mut last: Option<(usize, &str)> = None;
    for id in order {
        let Some(at) = procedure.iter().position(|one| one == id) else {
            continue;
        };
        match last {
            Some((before, earlier)) if at < before => return Some((id, earlier)),
            _ => last = Some((at, id)),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn placed(text: &str) -> String {
        of(&["a", "b", "c"], &["x", "y"], &order(text)).join(" ")
    }

    #[test]
    fn own_steps_stand_behind_what_is_before_them() {
        assert_eq!(placed(""), "a b c x y");
        assert_eq!(placed("a x"), "a x b c y");
        assert_eq!(placed("a y x"), "a y x b c");
        assert_eq!(placed("x"), "a b c x y");
        assert_eq!(placed("x a"), "x a b c y");
        // What this procedure does not have is passed over.
        assert_eq!(placed("b elsewhere x c y"), "a b x c y");
    }

    #[test]
    fn steps_of_the_procedure_keep_their_order() {
        let procedure = ["a", "b", "c"];
        assert_eq!(turned(&procedure, &order("a x b c")), None);
        let turned_order = order("a c x b");
        assert_eq!(turned(&procedure, &turned_order), Some(("b", "c")));
    }
}
