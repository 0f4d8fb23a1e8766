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
        "it previews, lints and scans the infrastructure, writes the reports of the gates intent and validation, and checks the change"
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
      # Install here what the runner lacks: {tools}.
      - name: Preview, lint and scan
{environment}        run: |
{lines}      - uses: {action}
        if: always() # a failed scan leaves a record too
        with:
          gate: intent # reads the block in the pull request's text
          policy: policy.json # in the base branch; without it, the built-in policy
          check: \"false\" # the next step checks both gates
          status: success # the intent does not depend on the scan
      - uses: {action}
        if: always()
        with:
          gate: validation
          policy: policy.json
          check: report # says what is missing; true: fails the pull request
          artifacts: |
{artifacts}      - uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2
        if: always()
        with:
          name: plumbline-data # what plumbline bundle publishes
          path: plumbline-data
",
        tools = tools(steps),
        lines = indented(&steps.lines, 10),
        artifacts = indented(&steps.artifacts, 12),
    )
}

fn azure(steps: &Steps) -> String {
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
  # Install here what the agent lacks: {tools}.
  - script: |
      set -e
{lines}    displayName: Preview, lint and scan
  - template: templates/azure/gate.yml@plumbline # runs after a failed scan too, which leaves a record
    parameters:
      gate: validation
      version: VERSION # such as 1.2.3
      digest: DIGEST # of the archive, as SHA256SUMS of that release states it
      policy: policy.json # in the base branch; without it, the built-in policy
      check: report # says what is missing; true: fails the pull request
      collect: | # who wrote it
        --author
        $(Build.RequestedForId)
      artifacts: |
{artifacts}",
        tools = tools(steps),
        lines = indented(&steps.lines, 6),
        artifacts = indented(&steps.artifacts, 8),
    )
}

fn gitlab(steps: &Steps) -> String {
    format!(
        "{HEAD}include:
  - component: $CI_SERVER_FQDN/OWNER/plumbline/gate@TAG
    inputs:
      gate: validation
      version: VERSION # such as 1.2.3
      digest: DIGEST # of the archive, as SHA256SUMS of that release states it
      stage: gates
      needs: [scan]
      policy: policy.json # in the base branch; without it, the built-in policy
      check: report # says what is missing; true: fails the merge request
      artifacts: |
{artifacts}
stages: [scan, gates]

scan:
  stage: scan
  image: IMAGE # with {tools}
  rules:
    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"
  variables:
    GIT_DEPTH: \"0\" # trailers are read from the commits, the policy from the base branch
  script:
    - echo PLUMBLINE_STATUS=failure > plumbline.env # until the end is reached
    - |
      set -e
{lines}    - echo PLUMBLINE_STATUS=success > plumbline.env
  artifacts:
    when: always # a failed scan leaves a record too
    paths: [out]
    reports:
      dotenv: plumbline.env # overrides the component's input status
",
        tools = tools(steps),
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
pipelines:
  pull-requests:
    \"**\":
      - step:
          name: gates
          image: IMAGE # with git, curl, {tools}
          clone:
            depth: full # trailers are read from the commits, the policy from the base branch
          script:
            - git fetch origin \"+refs/heads/$BITBUCKET_PR_DESTINATION_BRANCH:refs/remotes/origin/$BITBUCKET_PR_DESTINATION_BRANCH\"
            - |
              set -e
{lines}          after-script: # runs after a failed script too, which leaves a record
            - |
{download}              export PLUMBLINE=/tmp/$name/plumbline PLUMBLINE_GATE=validation PLUMBLINE_POLICY=policy.json PLUMBLINE_CHECK=report
              export PLUMBLINE_ARTIFACTS='
{artifacts}              '
              PLUMBLINE_STATUS=failure
              [ \"$BITBUCKET_EXIT_CODE\" != 0 ] || PLUMBLINE_STATUS=success
              export PLUMBLINE_STATUS
              \"/tmp/$name/ci/gate.sh\"
          artifacts:
            - plumbline-data/**
      - step:
          name: verdict
          script:
            - |
              set -e
{download}              base=origin/$BITBUCKET_PR_DESTINATION_BRANCH
              git fetch origin \"+refs/heads/$BITBUCKET_PR_DESTINATION_BRANCH:refs/remotes/$base\"
              \"/tmp/$name/plumbline\" check plumbline-data --change \"$BITBUCKET_REPO_FULL_NAME#$BITBUCKET_PR_ID\" --policy \"$base:policy.json\" --explain
",
        tools = tools(steps),
        lines = indented(&steps.lines, 14),
        download = indented(&download("/tmp"), 14),
        artifacts = indented(&steps.artifacts, 16),
    )
}

fn jenkins(steps: &Steps) -> String {
    let head = HEAD.replacen('#', "//", 1);
    format!(
        "{head}pipeline {{
  agent any // with {tools}
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
          export PLUMBLINE_ARTIFACTS='
{artifacts}          '
          \"$WORKSPACE_TMP/$name/ci/gate.sh\"
        '''
      }}
      archiveArtifacts artifacts: 'plumbline-data/**', allowEmptyArchive: true
    }}
  }}
}}
",
        tools = tools(steps),
        lines = indented(&steps.lines, 10),
        download = indented(&download("$WORKSPACE_TMP"), 10),
        artifacts = indented(&steps.artifacts, 12),
    )
}

fn tools(steps: &Steps) -> String {
    steps.tools.iter().copied().collect::<Vec<_>>().join(", ")
}
