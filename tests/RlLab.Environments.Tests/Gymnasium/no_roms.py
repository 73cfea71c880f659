"""Makes ale_py look for its ROMs here, where there are none. Imported by the tests through GymnasiumOptions.Modules."""
import os

os.environ["ALE_ROMS_DIR"] = os.path.dirname(__file__)
