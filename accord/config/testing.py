"""Settings of the environment for tests. Loaded as a pytest plugin, before Django reads its settings."""

import os
from pathlib import Path

from accord.config import private_database

PROJECT = Path(__file__).resolve().parents[2]
TEST_HOME = Path(os.environ.get("ACCORD_TEST_HOME", PROJECT / "var" / "test"))
DATABASE = f"accord_test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"

(TEST_HOME / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns where there is none.
os.environ["ACCORD_TESTING"] = "1"
os.environ["ACCORD_HOME"] = str(TEST_HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")
os.environ["ACCORD_DATABASE_URL"] = private_database.url(TEST_HOME, private_database.APP, DATABASE)
