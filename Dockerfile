# One image for every part of a distributed Heard: the command says which part it is.

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements-tools.lock ./
RUN python -m venv /tools \
 && /tools/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-tools.lock
ENV PATH=/tools/bin:$PATH
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY requirements.lock ./
RUN python -m venv /heard \
 && uv pip install --python /heard/bin/python --compile-bytecode --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY engine engine
COPY notifications notifications
COPY web web
COPY heard heard
COPY bpmn bpmn
RUN npm run build \
 && uv build --wheel --no-build-isolation --python /tools/bin/python --out-dir dist \
 && uv pip install --python /heard/bin/python --compile-bytecode --no-deps dist/*.whl

FROM python:3.11-slim-bookworm
# Pango draws the PDF letters, in a font that has the same widths as Arial.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --create-home --home-dir /var/lib/heard heard
COPY --from=build /heard /heard
ENV PATH=/heard/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HEARD_DATA_DIR=/var/lib/heard
USER heard
WORKDIR /var/lib/heard
EXPOSE 8000
CMD ["gunicorn", "heard.wsgi:app", "--bind", "0.0.0.0:8000", "--workers", "2"]
