FROM python:3.12-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --home-dir /srv/recourse recourse \
    && install -d -o recourse -g recourse /srv/state

USER recourse
WORKDIR /srv/recourse

# What we depend on changes less often than what we write.
COPY --chown=recourse:recourse Makefile requirements.lock ./
RUN make .venv/.run

COPY --chown=recourse:recourse . .
RUN make setup

ENV RECOURSE_HOST=0.0.0.0 RECOURSE_PORT=8000 RECOURSE_HOME=/srv/state
VOLUME ["/srv/state"]
EXPOSE 8000
HEALTHCHECK --start-period=60s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz')"]
CMD ["make", "run"]
