# The HTTP interface and its pages, beside a Neo4j: see docker-compose.yml.
FROM python:3.11.14-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/scamgraph
COPY requirements.lock ./
RUN /opt/scamgraph/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /opt/scamgraph/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11.14-slim-bookworm
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
