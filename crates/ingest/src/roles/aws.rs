//! Policies of AWS IAM.

use super::named;
use crate::json::{Cursor, Json};
use plumbline_domain::{Named, Width};
use std::borrow::Cow;

/// AWS's own policies that grant more than nearly any identity needs.
const WIDE: [&str; 3] = ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"];

/// How much a policy document allows, as an object or as text.
pub(crate) fn width_of_document(document: &Json<'_>) -> Width {
    match document {
        Json::Object(_) => width_of_statements(document),
        Json::String(text) => width_of_text(text),
        _ => Width::Open,
    }
}

/// How much a policy allows that is written as JSON in a text, plain or percent-encoded as IAM's API answers.
pub(crate) fn width_of_text(text: &str) -> Width {
    let text = if text.trim_start().starts_with('%') { percent_decoded(text) } else { Cow::Borrowed(text) };
    match Cursor::new(&text).value() {
        Ok(document) if document.is_object() => width_of_statements(&document),
        _ => Width::Open,
    }
}

fn width_of_statements(document: &Json<'_>) -> Width {
    match document.get("Statement") {
        Some(Json::Array(statements)) => statements.iter().map(width_of_statement).max().unwrap_or(Width::Narrow),
        Some(statement @ Json::Object(_)) => width_of_statement(statement),
        _ => Width::Open,
    }
}

fn width_of_statement(statement: &Json<'_>) -> Width {
    let allows = match statement.get("Effect").and_then(Json::text) {
        Some(effect) => effect.trim().eq_ignore_ascii_case("Allow"),
        None => return Width::Open,
    };
    if !allows {
        return Width::Narrow;
    }
    let has = |key: &str, fits: fn(&str) -> bool| any_text(statement.get(key), fits);
    let is_broad = statement.get("NotAction").is_some() || has("Action", is_wide_action);
    let is_unread = |key: &str| statement.get(key).is_some_and(|v| !matches!(v, Json::String(_) | Json::Array(_)));
    match (is_broad, has("Resource", is_every)) {
        (true, true) => Width::Wide,
        // everything but some resources is not "every resource", and may be nearly as much
        (true, false) if statement.get("NotResource").is_some() => Width::Open,
        _ if is_unread("Action") || is_unread("Resource") => Width::Open,
        _ => Width::Narrow,
    }
}

/// How much the statements of Terraform's `aws_iam_policy_document` allow, some of whose values may be known after the deployment
/// only. Their effect is "Allow" unless they say otherwise.
pub(crate) fn width_of_statement_blocks(statements: &[Json<'_>], has_unknown: bool) -> Width {
    let unread = if has_unknown { Width::Open } else { Width::Narrow };
    let of = |statement: &Json<'_>| {
        let has = |key: &str, fits: fn(&str) -> bool| any_text(statement.get(key), fits);
        let is_filled = |key: &str| statement.get(key).is_some_and(|list| !list.elements().is_empty());
        let is_broad = is_filled("not_actions") || has("actions", is_wide_action);
        let allows = statement.text_of("effect").is_none_or(|effect| effect.eq_ignore_ascii_case("Allow"));
        match (allows, is_broad) {
            (false, _) => Width::Narrow,
            (true, true) if has("resources", is_every) => Width::Wide,
            (true, true) if is_filled("not_resources") => Width::Open,
            (true, true) => unread,
            (true, false) if is_filled("actions") => Width::Narrow,
            (true, false) => unread,
        }
    };
    statements.iter().map(of).max().unwrap_or(Width::Open)
}

fn any_text(value: Option<&Json<'_>>, fits: fn(&str) -> bool) -> bool {
    value.is_some_and(|v| v.text().is_some_and(fits) || v.elements().iter().any(|e| e.text().is_some_and(fits)))
}

/// Whether an action is every action, or every one of IAM.
pub(crate) fn is_wide_action(action: &str) -> bool {
    let action = action.trim();
    match action.split_once(':') {
        None => is_every(action),
        Some((service, name)) => is_every(name) && (is_every(service) || service.eq_ignore_ascii_case("iam")),
    }
}

/// Whether a pattern is nothing but stars.
pub(crate) fn is_every(pattern: &str) -> bool {
    let pattern = pattern.trim();
    !pattern.is_empty() && pattern.bytes().all(|b| b == b'*')
}

/// A managed policy by its ARN and name, either of which may be empty, and how much it allows. A policy of a customer allows what its
/// document says, which is not in its name.
pub(crate) fn managed(arn: &str, name: &str) -> (Named, Width) {
    let short = if name.is_empty() { arn.rsplit('/').next().unwrap_or_default() } else { name };
    let is_of_customer = arn.starts_with("arn:") && !is_of_aws(arn);
    let width = if is_of_customer {
        Width::Open
    } else if WIDE.contains(&arn.rsplit('/').next().unwrap_or_default()) || WIDE.contains(&short) {
        Width::Wide
    } else if is_of_aws(arn) {
        Width::Narrow
    } else {
        Width::Open
    };
    (named(short, arn), width)
}

/// Whether an ARN is that of a policy that AWS maintains.
pub(crate) fn is_of_aws(arn: &str) -> bool {
    let mut parts = arn.split(':');
    parts.next() == Some("arn") && parts.nth(3) == Some("aws")
}

/// The value of a tag `justification` in a list of `Key` and `Value`, or in an object; empty when there is none.
pub(crate) fn justification_in_tags<'j>(tags: Option<&'j Json<'_>>) -> &'j str {
    let is_justification = |key: &str| key.trim().eq_ignore_ascii_case("justification");
    let Some(tags) = tags else { return "" };
    let in_list = tags.elements().iter().find_map(|tag| {
        let field = |upper: &str, lower: &str| tag.text_of(upper).or_else(|| tag.text_of(lower));
        field("Key", "key").filter(|key| is_justification(key)).and_then(|_| field("Value", "value"))
    });
    let in_object = || tags.pairs().iter().find(|(key, _)| is_justification(key)).and_then(|(_, value)| value.text());
    in_list.or_else(in_object).unwrap_or_default()
}

fn percent_decoded(text: &str) -> Cow<'_, str> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let digits = behind.get(..2).filter(|_| *first == b'%').and_then(|d| std::str::from_utf8(d).ok());
        match digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(statement: &str) -> Width {
        width_of_text(&format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#))
    }

    #[test]
    fn every_action_on_every_resource_is_wide() {
        for action in [r#""Action": "*""#, r#""Action": ["s3:Get*", "*:*"]"#, r#""Action": "IAM:*""#, r#""NotAction": ["iam:*"]"#]
        {
            assert_eq!(width(&format!(r#"{{"Effect": "Allow", {action}, "Resource": ["*"]}}"#)), Width::Wide, "{action}");
        }
        let narrow = [
            r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::a/*"}"#,
            r#"[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Effect": "Allow", "Action": "iam:Get*", "Resource": "*"}]"#,
            "[]",
        ];
        for statement in narrow {
            assert_eq!(width(statement), Width::Narrow, "{statement}");
        }
        assert_eq!(width(r#"{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::a"}"#), Width::Open);
        assert_eq!(width_of_text("see the wiki"), Width::Open);
        assert_eq!(
            width_of_text(
                "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22*%22%2C%22Resource%22%3A%22*%22%7D%7D"
            ),
            Width::Wide
        );
    }

    #[test]
    fn managed_policies_are_known_by_name_unless_they_are_the_customers() {
        assert_eq!(managed("arn:aws:iam::aws:policy/IAMFullAccess", "").1, Width::Wide);
        assert_eq!(managed("arn:aws-cn:iam::aws:policy/job-function/Billing", "").1, Width::Narrow);
        assert_eq!(managed("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser", "").1, Width::Narrow);
        assert_eq!(managed("arn:aws:iam::111122223333:policy/AdministratorAccess", "").1, Width::Open);
        assert_eq!(managed("", "AdministratorAccess").1, Width::Wide);
        assert_eq!(managed("", "inline").1, Width::Open);
    }
}
