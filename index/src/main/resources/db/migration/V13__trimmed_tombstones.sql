-- Tombstones up to this number of the change sequence may be gone: an index that has not come so far is made anew.
ALTER TABLE gallery ADD COLUMN trimmed ${integer} NOT NULL DEFAULT 0;
