#!/bin/sh
# Starts TuneDesk with the Python beside this file, whatever other Pythons, libraries or variables this computer has.
here=$(dirname "$(readlink -f "$0")")
unset PYTHONHOME PYTHONPATH PYTHONSTARTUP PYTHONINSPECT PYTHONWARNINGS
PYTHONNOUSERSITE=1
PYTHONDONTWRITEBYTECODE=1
export PYTHONNOUSERSITE PYTHONDONTWRITEBYTECODE
for python in "$here"/python3.*; do
    exec "$python" -P -m desktop_app "$@"
done
