# One image for web, worker, beat and migrate.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libpq-dev libc6-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /portal
COPY requirements/run.txt requirements/run.txt
# The database driver is compiled against the system's libpq, as its authors advise.
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes --no-binary psycopg2-binary -r requirements/run.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpq5 curl \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --home /portal portal
WORKDIR /portal
COPY --from=build /venv /venv
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PORTAL_VAR=/portal/var PORTAL_ENV=production
RUN mkdir -p var/evidence && PORTAL_CHECK_ONLY=1 python manage.py collectstatic --noinput --verbosity 0 \
 && rm -f var/secret_key && chown -R portal var
USER portal
VOLUME /portal/var/evidence
EXPOSE 8000
CMD ["gunicorn", "--config", "ictportal/gunicorn.py", "--bind", "0.0.0.0:8000", "ictportal.wsgi"]
