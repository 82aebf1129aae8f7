# The HTTP interface and its pages, beside a Neo4j: see docker-compose.yml.
# The digest names one image for ever; docs/contributing.md says where the next one is found.
ARG BASE=python:3.11.16-slim-bookworm@sha256:c425d915a89a6dcd3183b1797ad9bd8878caff5a417f6371c8df93c8ea8b727f
FROM ${BASE} AS build
WORKDIR /src
COPY requirements.lock requirements-build.lock requirements-node.lock ./
RUN python -m venv /opt/scamgraph \
  && /opt/scamgraph/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock \
  && pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements-build.lock -r requirements-node.lock
COPY . .
# The wheel is built with what is locked above; only its scripts still need npm, which checks the hashes of its lock.
RUN pip wheel --no-cache-dir --no-index --no-deps --no-build-isolation --wheel-dir /wheels . \
  && /opt/scamgraph/bin/pip install --no-cache-dir --no-index --no-deps /wheels/*.whl

FROM ${BASE}
RUN useradd --system --uid 10001 --create-home --home-dir /home/scamgraph scamgraph
COPY --from=build /opt/scamgraph /opt/scamgraph
USER 10001
ENV PATH=/opt/scamgraph/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
EXPOSE 8350
HEALTHCHECK --interval=10s --timeout=5s --retries=6 --start-period=30s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8350/ready', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["scamgraph"]
# Beyond its own loopback it requires a token: the file contains a digest, made by `scamgraph serve --new-token FILE`.
CMD ["serve", "--host", "0.0.0.0", "--port", "8350", "--token-file", "/run/secrets/scamgraph_token"]
