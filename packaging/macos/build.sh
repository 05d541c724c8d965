#!/bin/sh
# Makes TuneDesk.app and a disk image of it. NOT BUILT YET: nobody of us had a Mac; read it before you run it.
#
#   PYTHON_TREE=folder packaging/macos/build.sh [out]
#
# PYTHON_TREE is a CPython that can lie anywhere (bin/python3.11 and lib in one folder); the one of python.org is a
# framework and cannot. The lists in packaging/inputs/ for macOS are made on a Mac: python3 packaging/build.py lock
# SIGN_AS is the name of a Developer ID; without it the program is signed for this computer alone.
set -eu
: "${PYTHON_TREE:?name the folder of a movable CPython}"
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-$root/dist}
app=$out/TuneDesk.app
tree=$app/Contents/Resources/python
kind=macos-$(uname -m)
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$root/desktop_app/__init__.py")

rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$tree"
cp -R "$PYTHON_TREE/." "$tree"
python=$(ls "$tree"/bin/python3.1? | head -n 1)
packages=$("$python" -P -s -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
"$python" -P -s -m pip install --quiet --no-deps --only-binary :all: --require-hashes --no-compile \
    --target "$packages" -r "$root/packaging/inputs/$kind/window.txt"
"$python" -P -s - "$root/packaging" "$packages" "$app/Contents/Resources" "$version" <<'PYTHON'
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from bundle import bill, desktop, inputs, tree
packages, resources, version = Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
tree.put_program(packages, resources / "engine" / "packages", version)
parts = bill.of_resources(version) + bill.of_packages(packages, inputs.read("window", inputs.system()))
bill.write(resources, "tunedesk", version, parts)
desktop.draw(Path(sys.executable), [f"icns={resources / 'tunedesk.icns'}"])
PYTHON
sed "s/@VERSION@/$version/" "$root/packaging/macos/Info.plist" > "$app/Contents/Info.plist"
cat > "$app/Contents/MacOS/TuneDesk" <<'LAUNCHER'
#!/bin/sh
here=$(cd "$(dirname "$0")/../Resources/python/bin" && pwd)
unset PYTHONHOME PYTHONPATH
export PYTHONNOUSERSITE=1 PYTHONDONTWRITEBYTECODE=1
for python in "$here"/python3.1?; do exec "$python" -P -m desktop_app "$@"; done
LAUNCHER
chmod 755 "$app/Contents/MacOS/TuneDesk"
"$python" -P -s -m compileall -qq --invalidation-mode unchecked-hash "$tree/lib" || true

codesign --force --deep --options runtime --entitlements "$root/packaging/macos/entitlements.plist" \
    --sign "${SIGN_AS:--}" "$app"
hdiutil create -volname TuneDesk -srcfolder "$app" -ov -format UDZO "$out/TuneDesk-$version-$(uname -m).dmg"
# With a Developer ID, then: xcrun notarytool submit IMAGE --wait --keychain-profile NAME; xcrun stapler staple IMAGE
