#!/bin/sh
# Serves the model on loopback: ./serve.sh [port] [model]. Answers POST /model/parse {"text": …} and GET /status.
# Nothing she writes is logged: Rasa prints texts at debug level only, which must never be used with real messages.
set -eu
cd "$(dirname "$0")"
export RASA_TELEMETRY_ENABLED=false LOG_LEVEL=WARNING LOG_LEVEL_LIBRARIES=ERROR PYTHONWARNINGS=ignore
export TF_CPP_MIN_LOG_LEVEL=3 SQLALCHEMY_SILENCE_UBER_WARNING=1 OMP_NUM_THREADS=1
exec .venv/bin/rasa run --quiet --enable-api --interface 127.0.0.1 --port "${1:-5005}" \
    --model "${2:-models/wegweiserin.tar.gz}" --endpoints endpoints.yml --credentials credentials.yml
