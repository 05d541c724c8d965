#!/bin/sh
# Makes an AppImage of the unpacked archive. NOT BUILT YET: appimagetool is not to be had where this was written.
#
#   packaging/linux/appimage.sh FOLDER OUT.AppImage      FOLDER: what tunedesk-VERSION-linux-x86_64.tar.xz unpacks to
set -eu
folder=${1:?the unpacked archive}
target=${2:?the file to make}
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage/AppDir/usr"
cp -a "$folder" "$stage/AppDir/usr/lib"
cp -a "$folder/share" "$stage/AppDir/usr/share"
cp "$folder/share/applications/tunedesk.desktop" "$folder/share/icons/hicolor/256x256/apps/tunedesk.png" "$stage/AppDir"
ln -s usr/lib/bin/tunedesk "$stage/AppDir/AppRun"
appimagetool "$stage/AppDir" "$target"
