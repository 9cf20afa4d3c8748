-- A replay database as the first workbench wrote it, before versions of the schema were kept. Never to be changed.
CREATE TABLE experiences (id INTEGER, key_hash BIGINT, source VARCHAR, iteration INTEGER, task_id VARCHAR, program VARCHAR, lines INTEGER, demos_right INTEGER, demos INTEGER, performance DOUBLE, priority DOUBLE, drawn INTEGER, outputs BLOB, lineage VARCHAR);
CREATE TABLE candidates (seq INTEGER, iteration INTEGER, source VARCHAR, task_id VARCHAR, program VARCHAR, lines INTEGER, demos_right INTEGER, demos INTEGER, test_right VARCHAR);
CREATE TABLE metrics (seq INTEGER, iteration INTEGER, "name" VARCHAR, step INTEGER, "value" DOUBLE);
CREATE TABLE reports (seq INTEGER, iteration INTEGER, json VARCHAR);
CREATE TABLE solved (seq INTEGER, iteration INTEGER, json VARCHAR);
INSERT INTO experiences VALUES
  (1, -8172146259026417497, 'seed', 0, 'starter/training/flip', E'O = hmirror(I)', 1, 2, 2, 1.0, 1.0, 3, '\x00\x01\x03\x01\x20\x01\x02\x01\x34'::BLOB, NULL),
  (2, 5530365973108579603, 'mutation', 0, 'starter/training/flip', E'O = vmirror(I)', 1, 0, 2, 0.0, 0.1, 0, '\x00\x01\x03\x21\x00'::BLOB, '{"parent":"O = hmirror(I)","operator":"function","before":"O = hmirror(I)","after":"O = vmirror(I)"}'),
  (3, -2277434422118199798, 'policy', 1, 'starter/evaluation/turn', E'x1 = hmirror(I)\nO = vmirror(x1)', 2, 1, 2, 0.5, 0.55, 1, '\x01\x01\x01\x70'::BLOB, NULL);
INSERT INTO candidates VALUES (1, 1, 'policy', 'starter/evaluation/turn', E'x1 = hmirror(I)\nO = vmirror(x1)', 2, 1, 2, '01');
INSERT INTO metrics VALUES (1, 1, 'loss', 1, 3.5), (2, 1, 'loss', 2, 2.5);
INSERT INTO reports VALUES (1, 1, '{"iteration":1,"loss":3}');
INSERT INTO solved VALUES (1, 1, '{"taskId":"starter/training/flip","iteration":0,"source":"seed","program":"O = hmirror(I)","lines":1,"first":true}');
