# Formula of the released program. `cargo xtask release` fills it in.
class PlumblineGates < Formula
  desc "Gates for infrastructure changes: perceived beside verified confidence"
  homepage "{repository}"
  version "{version}"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "{repository}/releases/download/v{version}/plumbline-{version}-aarch64-apple-darwin.tar.gz"
      sha256 "{sha256 aarch64-apple-darwin}"
    end
    on_intel do
      url "{repository}/releases/download/v{version}/plumbline-{version}-x86_64-apple-darwin.tar.gz"
      sha256 "{sha256 x86_64-apple-darwin}"
    end
  end
  on_linux do
    on_arm do
      url "{repository}/releases/download/v{version}/plumbline-{version}-aarch64-unknown-linux-musl.tar.gz"
      sha256 "{sha256 aarch64-unknown-linux-musl}"
    end
    on_intel do
      url "{repository}/releases/download/v{version}/plumbline-{version}-x86_64-unknown-linux-musl.tar.gz"
      sha256 "{sha256 x86_64-unknown-linux-musl}"
    end
  end

  def install
    bin.install "plumbline"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/plumbline.bash" => "plumbline"
    zsh_completion.install "completions/_plumbline"
    fish_completion.install "completions/plumbline.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/plumbline --version")
  end
end
