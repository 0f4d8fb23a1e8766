//! Alphabetical order, as a person looks names up.

/// Sorts a list by name without regard to case; names that differ only in case are sorted by their letters as they are written.
pub fn sort_alphabetically<T>(list: &mut [T], name: impl Fn(&T) -> &str) {
    list.sort_by_cached_key(|element| (name(element).to_lowercase(), name(element).to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_without_regard_to_case() {
        let mut names = ["beta", "Alpha", "alpha", "Gamma"];
        sort_alphabetically(&mut names, |name| name);
        assert_eq!(names, ["Alpha", "alpha", "beta", "Gamma"]);
    }

    #[test]
    fn case_is_folded_in_every_script() {
        let mut names = ["Ödland", "МОСКВА", "łódź", "ŁÓDKA", "київ"];
        sort_alphabetically(&mut names, |name| name);
        assert_eq!(names, ["Ödland", "ŁÓDKA", "łódź", "київ", "МОСКВА"]);
    }
}
