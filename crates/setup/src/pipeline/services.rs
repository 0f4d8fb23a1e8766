//! A gate as each service writes it.

use super::Steps;
use crate::Service;
use crate::plan::Proposal;
use crate::yaml::indented;

/// The pipeline of a service. `action` is that of GitHub.
pub(crate) fn pipeline(service: Service, steps: &Steps, action: &str) -> Proposal {
    let (path, text, more) = match service {
        Service::GitHub => (
            ".github/workflows/plumbline.yml",
            github(steps, action),
            "edited: the gate runs again when somebody fills in the block",
        ),
        Service::Azure => (
            "azure-pipelines.yml",
            azure(steps),
            "a branch policy starts it: Project settings, Repositories, Policies, Build validation",
        ),
        Service::GitLab => (".gitlab-ci.yml", gitlab(steps), "it runs for merge requests"),
        Service::Bitbucket => (
            "bitbucket-pipelines.yml",
            bitbucket(steps),
            "the exit code of an after-script does not count, so the verdict is a step of its own",
        ),
        Service::Jenkins => ("Jenkinsfile", jenkins(steps), "it is for a multibranch pipeline, which names the change request"),
    };
    let because = vec![
        match service {
            Service::Jenkins => "it scans, lints and previews the infrastructure, writes the report of the gate validation, and checks the change; Jenkins does not tell the text that the gate intent reads",
            _ => "it scans, lints and previews the infrastructure, writes the reports of the gates intent and validation, and checks the change",
        }
        .to_owned(),
        "the whole history is fetched: trailers are read from the commits, the policy from the base branch".to_owned(),
        "a failed scan leaves a record too, and the data of the run are kept as an artifact".to_owned(),
        more.to_owned(),
    ];
    Proposal { path: path.to_owned(), text, because }
}

const HEAD: &str = "# Plumbline's gate for pull requests. plumbline doctor says what it lacks.\n";

fn github(steps: &Steps, action: &str) -> String {
    let variables: String =
        steps.variables.iter().map(|(name, what)| format!("          {name}: ${{{{ vars.{name} }}}} # {what}\n")).collect();
    let environment = if variables.is_empty() { String::new() } else { format!("        env:\n{variables}") };
    format!(
        "{HEAD}name: plumbline
on:
  pull_request:
    types: [opened, synchronize, reopened, edited] # edited: the block in the text counts
permissions:
  contents: read # nothing here writes to the repository
concurrency:
  group: plumbline-${{{{ github.event.pull_request.number }}}}
  cancel-in-progress: true # only the newest state of a pull request counts
jobs:
  gates:
    name: gates
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          fetch-depth: 0 # trailers are read from the commits, the policy from the base branch
          persist-credentials: false # what the steps run cannot push
{tools}      - name: Preview, lint and scan
        if: ${{{{ !cancelled() }}}} # what is not installed fails alone
{environment}        run: |
{lines}      - uses: {action}
        if: always() # a failed scan leaves a record too
        with:
          gate: intent # reads the block in the pull request's text
          policy: policy.json # in the base branch; until it is there, the built-in policy
          check: \"false\" # the next step checks both gates
          status: success # the intent does not depend on the scan
      - uses: {action}
        if: always()
        with:
          gate: validation
          policy: policy.json
          check: report # says what is missing; true: fails the pull request
{collect}          artifacts: |
{artifacts}      - uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2
        if: always()
        with:
          name: plumbline-data # what plumbline bundle publishes
          path: plumbline-data
",
        tools = hosted(steps),
        collect = more(steps, "          collect: | # what the commands read\n", 12),
        lines = indented(&steps.lines, 10),
        artifacts = indented(&steps.artifacts, 12),
    )
}

/// More arguments for collect under a head; nothing where there are none.
fn more(steps: &Steps, head: &str, spaces: usize) -> String {
    match steps.collect().as_slice() {
        [] => String::new(),
        lines => format!("{head}{}", indented(lines, spaces)),
    }
}

/// How a runner of GitHub comes to have its tools.
fn hosted(steps: &Steps) -> String {
    let mut text = String::new();
    if steps.tools.missing_on_hosted().contains(&"terraform") {
        text.push_str(
            "      - uses: hashicorp/setup-terraform@b9cd54a3c349d3f38e8881555d616ced269862dd # v3.1.2
        with:
          terraform_wrapper: false # what it prints is the evidence
",
        );
    }
    text.push_str(&format!("      - name: Install the scanners\n        run: {}\n", pipx(steps)));
    text
}

/// The command that installs packages where pipx is, one environment for each.
fn pipx(steps: &Steps) -> String {
    steps.tools.packages().iter().map(|package| format!("pipx install {package}")).collect::<Vec<_>>().join(" && ")
}

/// The command that installs packages in the image of a job.
fn pip(steps: &Steps) -> String {
    format!("pip install --quiet --root-user-action ignore {}", steps.tools.packages().join(" "))
}

/// An image that has Python, git and curl, and what of the tools no package brings.
fn image(steps: &Steps) -> String {
    match steps.tools.to_be_there().as_slice() {
        [] => "python:3.12".to_owned(),
        others => format!("IMAGE # with python, pip, git, curl, {}", others.join(", ")),
    }
}

fn azure(steps: &Steps) -> String {
    let lacks = match steps.tools.missing_on_hosted().as_slice() {
        [] => String::new(),
        lacks => format!("  # Install here what the agent lacks: {}.\n", lacks.join(", ")),
    };
    format!(
        "{HEAD}trigger: none # a branch policy starts the builds of pull requests
pool:
  vmImage: ubuntu-24.04
resources:
  repositories:
    - repository: plumbline
      type: github
      endpoint: github.com
      name: OWNER/plumbline
      ref: refs/tags/TAG
steps:
  - checkout: self
    fetchDepth: 0 # trailers are read from the commits, the policy from the base branch
    persistCredentials: false # what the steps run cannot push
  - script: |
      : > \"$AGENT_TEMPDIRECTORY/pull-request.md\"
      set -eu
      printf 'header = \"Authorization: Bearer %s\"\\n' \"$SYSTEM_ACCESSTOKEN\" | curl -fsS --config - \\
        --output \"$AGENT_TEMPDIRECTORY/pull-request.json\" \\
        --url \"$SYSTEM_COLLECTIONURI$SYSTEM_TEAMPROJECTID/_apis/git/repositories/$BUILD_REPOSITORY_ID/pullRequests/$SYSTEM_PULLREQUEST_PULLREQUESTID?api-version=7.1\"
      python3 -c 'import json, sys; print(json.load(sys.stdin).get(\"description\") or \"\")' \\
        < \"$AGENT_TEMPDIRECTORY/pull-request.json\" > \"$AGENT_TEMPDIRECTORY/pull-request.md\"
    displayName: Fetch the text of the pull request # no variable holds it; for a repository of Azure Repos
    continueOnError: true # without the text, no confidence is stated
    env:
      SYSTEM_ACCESSTOKEN: $(System.AccessToken)
  - template: templates/azure/gate.yml@plumbline
    parameters:
      gate: intent # reads the block in the pull request's text
      version: VERSION # such as 1.2.3
      digest: DIGEST # of the archive, as SHA256SUMS of that release states it
      policy: policy.json # in the base branch; until it is there, the built-in policy
      check: \"false\" # the next gate checks both
      collect: |
        --author
        $(Build.RequestedForId)
        --pull-request
        $(Agent.TempDirectory)/pull-request.md
{lacks}  - script: {pipx}
    displayName: Install the scanners
  - script: |
{lines}    displayName: Preview, lint and scan
    condition: always() # what is not installed fails alone
  - template: templates/azure/gate.yml@plumbline # runs after a failed scan too, which leaves a record
    parameters:
      gate: validation
      version: VERSION
      digest: DIGEST
      policy: policy.json
      check: report # says what is missing; true: fails the pull request
      collect: | # who wrote it, and the block again: it says what the change touches
        --author
        $(Build.RequestedForId)
        --pull-request
        $(Agent.TempDirectory)/pull-request.md
{collect}      artifacts: |
{artifacts}",
        pipx = pipx(steps),
        collect = more(steps, "", 8),
        lines = indented(&steps.lines, 6),
        artifacts = indented(&steps.artifacts, 8),
    )
}

fn gitlab(steps: &Steps) -> String {
    format!(
        "{HEAD}include:
  - component: $CI_SERVER_FQDN/OWNER/plumbline/gate@TAG
    inputs:
      gate: intent # reads the block in the merge request's text
      version: VERSION # such as 1.2.3
      digest: DIGEST # of the archive, as SHA256SUMS of that release states it
      stage: gates
      policy: policy.json # in the base branch; until it is there, the built-in policy
      check: \"false\" # the next job checks both gates
  - component: $CI_SERVER_FQDN/OWNER/plumbline/gate@TAG
    inputs:
      gate: validation
      version: VERSION
      digest: DIGEST
      stage: gates
      needs: [scan, plumbline intent]
      policy: policy.json
      check: report # says what is missing; true: fails the merge request
{collect}      artifacts: |
{artifacts}
stages: [scan, gates]

scan:
  stage: scan
  image: {image}
  rules:
    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"
  variables:
    GIT_DEPTH: \"0\" # trailers are read from the commits, the policy from the base branch
  script:
    - echo PLUMBLINE_STATUS=failure > plumbline.env # until the end is reached
    - {pip}
    - |
{lines}    - echo PLUMBLINE_STATUS=success > plumbline.env
  artifacts:
    when: always # a failed scan leaves a record too
    paths: [out]
    reports:
      dotenv: plumbline.env # overrides the component's input status
",
        image = image(steps),
        pip = pip(steps),
        collect = more(steps, "      collect: | # what the commands read\n", 8),
        lines = indented(&steps.lines, 6),
        artifacts = indented(&steps.artifacts, 8),
    )
}

/// Downloads the released program and checks its digest; `folder` is where to.
fn download(folder: &str) -> [String; 4] {
    [
        "name=plumbline-$VERSION-x86_64-unknown-linux-musl".to_owned(),
        format!(
            "curl -fsSL --output \"{folder}/$name.tar.gz\" --url \"https://github.com/OWNER/plumbline/releases/download/v$VERSION/$name.tar.gz\""
        ),
        format!("echo \"$DIGEST  {folder}/$name.tar.gz\" | sha256sum -c - || exit 2"),
        format!("tar -xzf \"{folder}/$name.tar.gz\" -C \"{folder}\""),
    ]
}

fn bitbucket(steps: &Steps) -> String {
    format!(
        "{HEAD}# VERSION and DIGEST are variables of the repository: a release, and the SHA-256 of its archive in SHA256SUMS.
# BITBUCKET_TOKEN is a secured one: an access token of the repository that may read pull requests. A public repository needs none.
pipelines:
  pull-requests:
    \"**\":
      - step:
          name: gates
          image: {image}
          clone:
            depth: full # trailers are read from the commits, the policy from the base branch
          script:
            - {pip}
            - |
{lines}          after-script: # runs after a failed script too, which leaves a record
            - git fetch origin \"+refs/heads/$BITBUCKET_PR_DESTINATION_BRANCH:refs/remotes/origin/$BITBUCKET_PR_DESTINATION_BRANCH\"
            - |
              # no variable holds the text of the pull request and its author
              printf '%s' \"${{BITBUCKET_TOKEN:+header = \\\"Authorization: Bearer $BITBUCKET_TOKEN\\\"}}\" | curl -fsS --config - \\
                --output /tmp/pull-request.json \\
                --url \"https://api.bitbucket.org/2.0/repositories/$BITBUCKET_REPO_FULL_NAME/pullrequests/$BITBUCKET_PR_ID\" || echo '{{}}' > /tmp/pull-request.json
              of() {{ python3 -c 'import functools, json, sys; print(functools.reduce(lambda of, name: (of or {{}}).get(name), sys.argv[1:], json.load(open(\"/tmp/pull-request.json\"))) or \"\")' \"$@\"; }}
              of description > /tmp/pull-request.md
              author=$(of author account_id)
            - |
{download}              export PLUMBLINE=/tmp/$name/plumbline PLUMBLINE_POLICY=policy.json
              PLUMBLINE_COLLECT=$(printf '%s\\n' --pull-request /tmp/pull-request.md ${{author:+--author \"$author\"}}{collect})
              export PLUMBLINE_COLLECT
              PLUMBLINE_GATE=intent PLUMBLINE_CHECK=false PLUMBLINE_STATUS=success \"/tmp/$name/ci/gate.sh\"
              export PLUMBLINE_ARTIFACTS='
{artifacts}              '
              PLUMBLINE_STATUS=failure
              [ \"$BITBUCKET_EXIT_CODE\" != 0 ] || PLUMBLINE_STATUS=success
              export PLUMBLINE_STATUS
              PLUMBLINE_GATE=validation PLUMBLINE_CHECK=report \"/tmp/$name/ci/gate.sh\"
          artifacts:
            - plumbline-data/**
      - step:
          name: verdict
          script:
            - |
              set -e
{download}              base=origin/$BITBUCKET_PR_DESTINATION_BRANCH
              git fetch origin \"+refs/heads/$BITBUCKET_PR_DESTINATION_BRANCH:refs/remotes/$base\"
              git cat-file -e \"refs/remotes/$base:policy.json\" && policy=\"--policy $base:policy.json\" || policy= # the built-in one until it is merged
              \"/tmp/$name/plumbline\" check plumbline-data --change \"$BITBUCKET_REPO_FULL_NAME#$BITBUCKET_PR_ID\" --explain $policy
",
        image = image(steps),
        pip = pip(steps),
        collect = steps.collect().iter().map(|word| format!(" '{word}'")).collect::<String>(),
        lines = indented(&steps.lines, 14),
        download = indented(&download("/tmp"), 14),
        artifacts = indented(&steps.artifacts, 16),
    )
}

fn jenkins(steps: &Steps) -> String {
    let head = HEAD.replacen('#', "//", 1);
    format!(
        "{head}pipeline {{
  agent any // with python3, curl{tools}
  options {{ skipDefaultCheckout() }}
  environment {{
    VERSION = 'VERSION' // such as 1.2.3
    DIGEST = 'DIGEST' // of the archive, as SHA256SUMS of that release states it
  }}
  stages {{
    stage('Checkout') {{
      steps {{
        deleteDir() // an agent keeps its workspace, and no report is replaced
        checkout scm // without a shallow clone: trailers are read from the commits, the policy from the base branch
      }}
    }}
    stage('Preview, lint and scan') {{
      steps {{
        sh '''
          python3 -m venv \"$WORKSPACE_TMP/tools\" && \"$WORKSPACE_TMP/tools/bin/pip\" install --quiet {packages}
          PATH=\"$WORKSPACE_TMP/tools/bin:$PATH\"
{lines}        '''
      }}
    }}
  }}
  post {{
    always {{ // a failed scan leaves a record too
      withEnv([\"PLUMBLINE_STATUS=${{currentBuild.currentResult == 'SUCCESS' ? 'success' : 'failure'}}\"]) {{
        sh '''
{download}          export PLUMBLINE=\"$WORKSPACE_TMP/$name/plumbline\" PLUMBLINE_GATE=validation PLUMBLINE_POLICY=policy.json
          export PLUMBLINE_CHECK=report # says what is missing; true: fails the build
{collect}          export PLUMBLINE_ARTIFACTS='
{artifacts}          '
          \"$WORKSPACE_TMP/$name/ci/gate.sh\"
        '''
      }}
      archiveArtifacts artifacts: 'plumbline-data/**', allowEmptyArchive: true
    }}
  }}
}}
",
        tools = steps.tools.to_be_there().iter().map(|name| format!(", {name}")).collect::<String>(),
        packages = steps.tools.packages().join(" "),
        collect = match steps.collect().as_slice() {
            [] => String::new(),
            lines => format!("          export PLUMBLINE_COLLECT='\n{}          '\n", indented(lines, 12)),
        },
        lines = indented(&steps.lines, 10),
        download = indented(&download("$WORKSPACE_TMP"), 10),
        artifacts = indented(&steps.artifacts, 12),
    )
}
