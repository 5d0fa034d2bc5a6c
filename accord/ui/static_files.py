"""Static files under names that hold their hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """What `collectstatic` gathered. Where nothing was gathered (tests), files keep their plain names."""

    support_js_module_import_aggregation = True  # init.js imports a file whose name gets its hash too.

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
