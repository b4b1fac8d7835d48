"""Read by gunicorn when it is started in this folder."""

logger_class = "readiness.access_log.MaskingLogger"
