//! What the values of resources say of keys and secrets.

use super::super::super::json::Cursor;
use super::super::super::json::Json;
use super::super::{Resource, expressions_of};
use super::*;
use plumbline_domain::KeySource;

/// The settings of one resource of a plan, each with its source in a word.
fn uses(kind: &str, after: &str, configuration: &str) -> Vec<String> {
    settings(&[(&format!("{kind}.a"), kind, after, "null")], configuration, true)
}

fn settings(list: &[(&str, &str, &str, &str)], configuration: &str, shows_change: bool) -> Vec<String> {
    let found = keys_of(list, configuration, shows_change);
    let said = |u: &plumbline_domain::KeyUse| {
        let source = match &u.source {
            KeySource::Named(forms) => forms.join(" = "),
            KeySource::KnownLater => "later".to_owned(),
            KeySource::InPlace => "in place".to_owned(),
            KeySource::Open => "open".to_owned(),
        };
        format!("{}: {source}", u.setting)
    };
    let keyless = found.keyless.iter().map(|k| format!("{} names none", k.resource));
    found.uses.iter().map(said).chain(keyless).collect()
}

fn tree(text: &str) -> Json<'_> {
    Cursor::new(text).value().unwrap()
}

fn keys_of(list: &[(&str, &str, &str, &str)], configuration: &str, shows_change: bool) -> KeyReferences {
    let resource = |&(address, kind, after, unknown)| Resource {
        address: String::from(address),
        kind: String::from(kind),
        action: Action::Create,
        before: Json::Null,
        after: tree(after),
        after_unknown: tree(unknown),
        path: "resource_changes[0]".to_owned(),
    };
    let resources = Resources {
        list: list.iter().map(resource).collect(),
        total: list.len(),
        shows_change,
        is_complete: true,
        expressions: expressions_of(tree(configuration)),
    };
    let mut facts = Facts::default();
    give(&resources, &Places::of(""), &mut facts);
    *facts.keys.unwrap()
}

/// A configuration with the expressions of one resource.
fn configured(address: &str, expressions: &str) -> String {
    format!(r#"{{"root_module": {{"resources": [{{"address": "{address}", "expressions": {expressions}}}]}}}}"#)
}

#[test]
fn a_key_is_named_by_id_or_known_later_by_what_the_configuration_refers_to() {
    let key = r#"{"kms_key_id": "arn:aws:kms:eu-west-1:1:key/2", "size": 8}"#;
    assert_eq!(uses("aws_ebs_volume", key, "{}"), ["kms_key_id: arn:aws:kms:eu-west-1:1:key/2"]);
    let unknown = [("aws_ebs_volume.a", "aws_ebs_volume", r#"{"size": 8}"#, r#"{"kms_key_id": true}"#)];
    let refers = configured("aws_ebs_volume.a", r#"{"kms_key_id": {"references": ["var.key"]}}"#);
    assert_eq!(settings(&unknown, &refers, true), ["kms_key_id: later"]);
    let unset = configured("aws_ebs_volume.a", r#"{"size": {"constant_value": 8}}"#);
    assert_eq!(settings(&unknown, &unset, true), ["aws_ebs_volume.a names none"]);
}

#[test]
fn a_key_that_is_made_in_the_same_plan_is_known_by_its_vault() {
    let vault = "/subscriptions/s/resourceGroups/r/providers/Microsoft.KeyVault/vaults/kv-a";
    let key = format!(r#"{{"name": "cmk", "key_vault_id": "{vault}"}}"#);
    let list = [
        ("azurerm_key_vault_key.k", "azurerm_key_vault_key", key.as_str(), r#"{"id": true}"#),
        (
            "azurerm_mssql_server.s",
            "azurerm_mssql_server",
            r#"{"name": "s"}"#,
            r#"{"transparent_data_encryption_key_vault_key_id": true}"#,
        ),
    ];
    let refers = configured(
        "azurerm_mssql_server.s",
        r#"{"transparent_data_encryption_key_vault_key_id": {"references": ["azurerm_key_vault_key.k.id", "azurerm_key_vault_key.k"]}}"#,
    );
    let expected = [format!("key_vault_id: {vault}"), format!("transparent_data_encryption_key_vault_key_id: {vault}")];
    assert_eq!(settings(&list, &refers, true), expected);
}

#[test]
fn an_id_and_a_uri_of_one_vault_are_forms_of_it() {
    let vault = "/subscriptions/s/resourceGroups/r/providers/Microsoft.KeyVault/vaults/kv-a";
    let after = format!(
        r#"{{"properties": {{"settings": {{"keyUrl": "https://KV-a.vault.azure.net/keys/k/1", "sourceVault": {{"id": "x"}}, "keyVaultId": "{vault}"}}}}}}"#
    );
    let found = uses("microsoft.compute/virtualmachines", &after, "{}");
    assert_eq!(
        found,
        [
            format!("properties.settings.keyUrl: https://KV-a.vault.azure.net/keys/k/1 = {vault}"),
            format!("properties.settings.keyVaultId: {vault} = https://KV-a.vault.azure.net"),
        ]
    );
    // a host that only begins like a vault's is another one
    let after = after.replace("vault.azure.net", "vault.azure.net.example.org");
    assert!(uses("microsoft.compute/virtualmachines", &after, "{}").iter().all(|u| !u.contains(" = ")));
}

#[test]
fn a_password_is_in_place_when_it_is_a_constant_and_open_when_it_is_a_variable() {
    let after = r#"{"administrator_login_password": "hunter2"}"#;
    let with = |expression: &str| {
        uses(
            "azurerm_mssql_server",
            after,
            &configured("azurerm_mssql_server.a", &format!(r#"{{"administrator_login_password": {expression}}}"#)),
        )
    };
    let password =
        |source: &str| vec![format!("administrator_login_password: {source}"), "azurerm_mssql_server.a names none".to_owned()];
    assert_eq!(with(r#"{"constant_value": "hunter2"}"#), password("in place"));
    assert_eq!(with("{}"), password("in place"), "functions of constants");
    assert_eq!(with(r#"{"references": ["var.password"]}"#), password("open"));
    assert_eq!(with(r#"{"references": ["random_password.p.result", "random_password.p"]}"#), password("open"));
    let by_vault = with(r#"{"references": ["data.azurerm_key_vault_secret.p.value", "data.azurerm_key_vault_secret.p"]}"#);
    assert_eq!(by_vault, ["administrator_login_password: later"]);
}

#[test]
fn a_constant_is_found_through_the_call_of_a_module() {
    let list = [("module.db[0].aws_db_instance.a", "aws_db_instance", r#"{"password": "hunter2", "kms_key_id": null}"#, "{}")];
    let called_with = |expression: &str| {
        let inner =
            r#"{"resources": [{"address": "aws_db_instance.a", "expressions": {"password": {"references": ["var.password"]}}}]}"#;
        format!(
            r#"{{"root_module": {{"module_calls": {{"db": {{"expressions": {{"password": {expression}}}, "module": {inner}}}}}}}}}"#
        )
    };
    let keyless = "module.db[0].aws_db_instance.a names none";
    assert_eq!(settings(&list, &called_with(r#"{"constant_value": "hunter2"}"#), true), ["password: in place", keyless]);
    assert_eq!(settings(&list, &called_with(r#"{"references": ["var.password"]}"#), true), ["password: open", keyless]);
}

#[test]
fn settings_of_programs_are_looked_at_by_name_and_by_value() {
    let after = r#"{"app_settings": {"A": "@Microsoft.KeyVault(VaultName=kv-a;SecretName=s)", "DB_PASSWORD": "hunter2", "LOG_LEVEL": "INFO",
        "Storage": "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=ZmFrZQ==", "KEY_VAULT_NAME": "kv-a", "FEATURE_TOKEN": "true"}}"#;
    let expected = [
        "app_settings.A: https://kv-a.vault.azure.net/secrets/s",
        "app_settings.DB_PASSWORD: in place",
        "app_settings.Storage: in place",
    ];
    assert_eq!(uses("azurerm_linux_web_app", after, "{}"), expected);
    let refers = configured("azurerm_linux_web_app.a", r#"{"app_settings": {"references": ["var.settings"]}}"#);
    let found = uses("azurerm_linux_web_app", after, &refers);
    assert_eq!(found, [expected[0], "app_settings.DB_PASSWORD: open", "app_settings.Storage: open"]);
}

#[test]
fn containers_read_their_settings_from_lists_blocks_and_documents() {
    let definitions = r#"[{\"name\": \"a\", \"environment\": [{\"name\": \"API_KEY\", \"value\": \"abc\"}], \"secrets\": [{\"name\": \"T\", \"valueFrom\": \"arn:aws:ssm:eu-west-1:1:parameter/t\"}]}]"#;
    let after = format!(r#"{{"container_definitions": "{definitions}"}}"#);
    let constant = configured("aws_ecs_task_definition.a", r#"{"container_definitions": {}}"#);
    let expected = [
        "container_definitions[0].environment[0].API_KEY: in place",
        "container_definitions[0].secrets[0].valueFrom: arn:aws:ssm:eu-west-1:1:parameter/t",
    ];
    assert_eq!(uses("aws_ecs_task_definition", &after, &constant), expected);
    let pod = r#"{"spec": [{"container": [{"env": [{"name": "DB_PASSWORD", "value": "", "value_from": [{"secret_key_ref": [{"name": "db", "key": "p"}]}]},
        {"name": "TOKEN", "value": "abc"}]}]}]}"#;
    let expected = [
        "spec[0].container[0].env[0].DB_PASSWORD.value_from[0].secret_key_ref: db",
        "spec[0].container[0].env[1].TOKEN: in place",
    ];
    assert_eq!(uses("kubernetes_pod", pod, "{}"), expected);
    let run = r#"{"template": [{"containers": [{"env": [{"name": "K", "value_source": [{"secret_key_ref": [{"secret": "projects/p/secrets/s", "version": "1"}]}]}]}]}]}"#;
    assert_eq!(
        uses("google_cloud_run_v2_service", run, "{}"),
        ["template[0].containers[0].env[0].K.value_source[0].secret_key_ref: projects/p/secrets/s"]
    );
}

#[test]
fn a_state_fails_only_by_what_could_have_been_managed() {
    let state = |kind: &str, after: &str| settings(&[("a.a", kind, after, "null")], "{}", false);
    assert_eq!(state("aws_db_instance", r#"{"password": "hunter2"}"#), ["password: in place", "a.a names none"]);
    assert_eq!(
        state("azurerm_linux_virtual_machine", r#"{"admin_password": "hunter2"}"#),
        ["admin_password: open", "a.a names none"]
    );
    assert_eq!(
        state("azurerm_storage_account", r#"{"primary_access_key": "abc", "customer_managed_key": []}"#),
        ["a.a names none"]
    );
    let managed = r#"{"manage_master_user_password": true, "password": null, "master_user_secret": [{"secret_arn": "arn:aws:secretsmanager:e:1:secret:x"}]}"#;
    assert_eq!(state("aws_db_instance", managed), ["manage_master_user_password: later"]);
}

#[test]
fn vaults_grants_and_what_is_read_use_no_key() {
    let vault = "/subscriptions/s/resourceGroups/r/providers/Microsoft.KeyVault/vaults/kv-a";
    let grant = format!(r#"{{"key_vault_id": "{vault}", "object_id": "o"}}"#);
    assert_eq!(uses("azurerm_key_vault_access_policy", &grant, "{}"), [] as [&str; 0]);
    assert_eq!(uses("aws_kms_key", r#"{"arn": "arn:aws:kms:e:1:key/2"}"#, "{}"), [] as [&str; 0]);
    let data = [("data.aws_ebs_volume.a", "aws_ebs_volume", r#"{"kms_key_id": "arn:aws:kms:e:1:key/2"}"#, "{}")];
    assert_eq!(settings(&data, "{}", true), [] as [&str; 0]);
    assert_eq!(uses("aws_ssm_parameter", r#"{"type": "String", "value": "a", "key_id": null}"#, "{}"), [] as [&str; 0]);
    assert!(!wants("google_kms_crypto_key_iam_member"));
    assert!(!wants("null_resource") && !wants("azurerm_private_endpoint") && wants("azurerm_linux_web_app"));
}

#[test]
fn what_takes_references_and_shows_none_is_keyless_or_left_out() {
    let none = ["azurerm_linux_web_app.a names none"];
    assert_eq!(uses("azurerm_linux_web_app", r#"{"app_settings": null}"#, "{}"), none);
    assert_eq!(
        uses("azurerm_storage_account", r#"{"customer_managed_key": [], "name": "a"}"#, "{}"),
        ["azurerm_storage_account.a names none"]
    );
    assert_eq!(uses("microsoft.web/sites", r#"{"properties": {}}"#, "{}"), ["microsoft.web/sites.a names none"]);
    let unstated = keys_of(&[("F", "aws::lambda::function", "null", "null")], "{}", true);
    assert!(unstated.is_partial && unstated.keyless.len() == 1);
    let alarm = keys_of(&[("A", "aws::cloudwatch::alarm", "null", "null")], "{}", true);
    assert!(!alarm.is_partial && alarm.keyless.is_empty());
}

#[test]
fn a_reference_is_followed_through_the_output_of_a_module() {
    let unknown = [
        ("aws_ebs_volume.a", "aws_ebs_volume", "{}", r#"{"kms_key_id": true}"#),
        ("aws_db_instance.b", "aws_db_instance", "{}", r#"{"password": true}"#),
    ];
    let configuration = r#"{"root_module": {
        "resources": [
            {"address": "aws_ebs_volume.a", "expressions": {"kms_key_id": {"references": ["module.k.arn", "module.k"]}}},
            {"address": "aws_db_instance.b", "expressions": {"password": {"references": ["module.k.password", "module.k"]}}}],
        "module_calls": {"k": {"module": {"outputs": {
            "arn": {"expression": {"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]}},
            "password": {"expression": {"references": ["data.aws_secretsmanager_secret_version.p.secret_string"]}}}}}}}}"#;
    assert_eq!(settings(&unknown, configuration, true), ["kms_key_id: later", "password: later"]);
}

#[test]
fn a_secret_is_never_kept() {
    let after = r#"{"app_settings": {"DB_PASSWORD": "hunter2-hunter2"}, "site_config": [{"client_secret": "hunter2-hunter2"}]}"#;
    let found = keys_of(&[("a.a", "azurerm_linux_web_app", after, "{}")], "{}", true);
    assert_eq!(found.uses.len(), 2);
    assert!(!format!("{found:?}").contains("hunter2"));
}

#[test]
fn variables_and_outputs_that_lead_to_each_other_are_not_followed_forever() {
    let list = [("module.m.aws_db_instance.a", "aws_db_instance", r#"{"password": "x", "kms_key_id": null}"#, "{}")];
    let many = |reference: &str| format!("[{}]", vec![format!("\"{reference}\""); 40].join(","));
    let configuration = format!(
        r#"{{"root_module": {{"module_calls": {{"m": {{"expressions": {{"p": {{"references": {}}}}}, "module": {{
            "outputs": {{"o": {{"expression": {{"references": {}}}}}}},
            "resources": [{{"address": "aws_db_instance.a", "expressions": {{"password": {{"references": {}}}}}}}]}}}}}}}}}}"#,
        many("module.m.o"),
        many("var.p"),
        many("var.p")
    );
    let keyless = "module.m.aws_db_instance.a names none";
    assert_eq!(settings(&list, &configuration, true), ["password: open", keyless]);
}
