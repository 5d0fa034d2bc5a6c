from django.db import migrations

# The table of Django's database cache, which rate limits share across processes. It has no model.
TABLE = """
CREATE TABLE cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX cache_expires ON cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [migrations.RunSQL(TABLE, "DROP TABLE cache")]
