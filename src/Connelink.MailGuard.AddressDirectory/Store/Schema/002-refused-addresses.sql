-- Undeclared addresses that receive mail and are not to be declared: `directory suggest` leaves them out.
CREATE TABLE refused_address (
    key {octets} PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    reason TEXT
);
