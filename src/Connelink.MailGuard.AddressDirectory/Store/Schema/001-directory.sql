-- Every change takes the lock of this row first: changes follow one another, and "version" is the number of the last one.
CREATE TABLE state (
    id {id} PRIMARY KEY CHECK (id = 1),
    version {id} NOT NULL,
    next_id {id} NOT NULL
);
INSERT INTO state (id, version, next_id) VALUES (1, 0, 1);

CREATE TABLE tenant (
    id {id} PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    language SMALLINT NOT NULL,
    tags SMALLINT NOT NULL,
    suspended SMALLINT NOT NULL
);

CREATE TABLE domain (
    name {octets} PRIMARY KEY,
    tenant {id} NOT NULL REFERENCES tenant (id),
    position {id} NOT NULL
);

CREATE TABLE source (
    tenant {id} NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    status TEXT,
    PRIMARY KEY (tenant, name)
);

-- revision is the number of the change that wrote the entry last.
CREATE TABLE entry (
    tenant {id} NOT NULL REFERENCES tenant (id),
    id {id} NOT NULL,
    kind SMALLINT NOT NULL,
    plan SMALLINT NOT NULL,
    language SMALLINT,
    multi_purpose SMALLINT NOT NULL,
    application TEXT,
    source TEXT,
    source_key TEXT,
    revision {id} NOT NULL,
    PRIMARY KEY (tenant, id)
) {clustered};

-- All addresses of an entry. Roles 0 and 1 are its address and aliases, 2 its weak names, the others its lists.
CREATE TABLE address (
    tenant {id} NOT NULL,
    entry {id} NOT NULL,
    role SMALLINT NOT NULL,
    position INTEGER NOT NULL,
    key {octets} NOT NULL,
    external SMALLINT NOT NULL,
    PRIMARY KEY (tenant, entry, role, position),
    FOREIGN KEY (tenant, entry) REFERENCES entry (tenant, id) ON DELETE CASCADE
) {clustered};

-- Not unique: within a change a name may pass from one entry to another, and one tenant's external person may be another tenant's own.
-- That no two entries have a name is checked before a change is committed, and changes follow one another.
CREATE INDEX address_key ON address (key);

CREATE TABLE change (
    id {id} PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT
);

-- tenant and entry have no foreign keys: the log outlives what it tells of.
CREATE TABLE change_item (
    change {id} NOT NULL REFERENCES change (id),
    position INTEGER NOT NULL,
    subject SMALLINT NOT NULL,
    tenant {id} NOT NULL,
    entry {id},
    name {octets} NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (change, position)
) {clustered};
CREATE INDEX change_item_name ON change_item (name);
CREATE INDEX change_item_entry ON change_item (entry);
CREATE INDEX change_item_tenant ON change_item (tenant, change);
