"""The part of PatchMonster that lives inside an interpreter. User code sees only the module `midimonster` (see `api`)."""
