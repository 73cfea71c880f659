-- A database of RlLab's first tables, as the server of then left it. It stays as it is for ever.
CREATE TABLE experiments (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    artifact_location TEXT NOT NULL,
    lifecycle_stage TEXT NOT NULL,
    creation_time INTEGER NOT NULL,
    last_update_time INTEGER NOT NULL);
CREATE TABLE experiment_tags (
    experiment INTEGER NOT NULL REFERENCES experiments,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (experiment, key));
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    experiment INTEGER NOT NULL REFERENCES experiments,
    name TEXT NOT NULL,
    user_id TEXT NOT NULL,
    status TEXT NOT NULL,
    start_time INTEGER NOT NULL,
    end_time INTEGER,
    artifact_uri TEXT NOT NULL,
    lifecycle_stage TEXT NOT NULL);
CREATE INDEX runs_of_experiment ON runs (experiment, start_time);
CREATE TABLE params (
    run INTEGER NOT NULL REFERENCES runs,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (run, key));
CREATE TABLE tags (
    run INTEGER NOT NULL REFERENCES runs,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (run, key));
CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs,
    key TEXT NOT NULL,
    step INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    value REAL NOT NULL,
    is_nan INTEGER NOT NULL,
    UNIQUE (run, key));
CREATE TABLE points (
    series INTEGER NOT NULL REFERENCES series,
    timestamp INTEGER NOT NULL,
    step INTEGER NOT NULL,
    value REAL NOT NULL,
    is_nan INTEGER NOT NULL,
    PRIMARY KEY (series, timestamp, step, value, is_nan)) WITHOUT ROWID;
CREATE TABLE datasets (
    id INTEGER PRIMARY KEY,
    experiment INTEGER NOT NULL REFERENCES experiments,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    source_type TEXT NOT NULL,
    source TEXT NOT NULL,
    schema TEXT,
    profile TEXT,
    UNIQUE (experiment, name, digest));
CREATE TABLE run_datasets (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs,
    dataset INTEGER NOT NULL REFERENCES datasets,
    UNIQUE (run, dataset));
CREATE TABLE run_dataset_tags (
    run_dataset INTEGER NOT NULL REFERENCES run_datasets,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (run_dataset, key));
CREATE TABLE run_models (
    run INTEGER NOT NULL REFERENCES runs,
    model_id TEXT NOT NULL,
    direction TEXT NOT NULL,
    step INTEGER NOT NULL,
    UNIQUE (run, model_id, direction));
CREATE TABLE registered_models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    creation_time INTEGER NOT NULL,
    last_update_time INTEGER NOT NULL);
CREATE TABLE registered_model_tags (
    model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (model, key));
CREATE TABLE registered_model_aliases (
    model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
    alias TEXT NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (model, alias));
CREATE TABLE model_versions (
    id INTEGER PRIMARY KEY,
    model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
    version INTEGER NOT NULL,
    description TEXT NOT NULL,
    source TEXT NOT NULL,
    run_id TEXT NOT NULL,
    run_link TEXT NOT NULL,
    stage TEXT NOT NULL,
    creation_time INTEGER NOT NULL,
    last_update_time INTEGER NOT NULL,
    UNIQUE (model, version));
CREATE TABLE model_version_tags (
    version INTEGER NOT NULL REFERENCES model_versions ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (version, key));
CREATE TABLE logged_models (
    id INTEGER PRIMARY KEY,
    model_id TEXT NOT NULL UNIQUE,
    experiment INTEGER NOT NULL REFERENCES experiments,
    name TEXT NOT NULL,
    model_type TEXT NOT NULL,
    status TEXT NOT NULL,
    source_run_id TEXT,
    artifact_uri TEXT NOT NULL,
    creation_time INTEGER NOT NULL,
    last_update_time INTEGER NOT NULL);
CREATE TABLE logged_model_params (
    model INTEGER NOT NULL REFERENCES logged_models ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (model, key));
CREATE TABLE logged_model_tags (
    model INTEGER NOT NULL REFERENCES logged_models ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (model, key));
CREATE TABLE migrations (version INTEGER PRIMARY KEY);
INSERT INTO migrations VALUES (1);
INSERT INTO experiments VALUES (0, 'Default', 'mlflow-artifacts:/0', 'active', 1700000000000, 1700000000000);
INSERT INTO experiments VALUES (1, 'old', 'mlflow-artifacts:/1', 'active', 1700000000000, 1700000000000);
INSERT INTO experiment_tags VALUES (1, 'mlflow.note.content', 'kept');
INSERT INTO runs VALUES (1, '0123456789abcdef0123456789abcdef', 1, 'trial-1', 'researcher', 'FINISHED', 1700000000000, 1700000060000,
    'mlflow-artifacts:/1/0123456789abcdef0123456789abcdef/artifacts', 'active');
INSERT INTO runs VALUES (2, 'fedcba9876543210fedcba9876543210', 1, 'trial-2', 'researcher', 'FAILED', 1700000100000, NULL,
    'mlflow-artifacts:/1/fedcba9876543210fedcba9876543210/artifacts', 'deleted');
INSERT INTO params VALUES (1, 'LearningRate', '0.001');
INSERT INTO tags VALUES (1, 'mlflow.runName', 'trial-1'), (1, 'team', 'blue'), (2, 'mlflow.runName', 'trial-2');
INSERT INTO series VALUES (1, 1, 'eval/return', 2999, 1700000029990, 2.0, 0);
INSERT INTO series VALUES (2, 1, 'loss', 1, 1700000000001, 0.0, 1);
-- 3,000 points, from 0 to 2; a spike at step 1,234, NaN at 100, infinite at 200.
WITH RECURSIVE steps (step) AS (SELECT 0 UNION ALL SELECT step + 1 FROM steps WHERE step < 2999)
INSERT INTO points SELECT 1, 1700000000000 + 10 * step, step,
    CASE step WHEN 100 THEN 0.0 WHEN 200 THEN 1.7976931348623157e308 WHEN 1234 THEN 1000.0 ELSE CAST(step % 3 AS REAL) END, step = 100 FROM steps;
INSERT INTO points VALUES (2, 1700000000001, 1, 0.0, 1);
INSERT INTO datasets VALUES (1, 1, 'cartpole', 'abc', 'code', '{}', NULL, NULL);
INSERT INTO run_datasets VALUES (1, 1, 1);
INSERT INTO run_dataset_tags VALUES (1, 'mlflow.data.context', 'training');
INSERT INTO registered_models VALUES (1, 'policy', 'kept', 1700000000000, 1700000000000);
INSERT INTO registered_model_aliases VALUES (1, 'best', 1);
INSERT INTO model_versions VALUES (1, 1, 1, '', 'mlflow-artifacts:/1/0123456789abcdef0123456789abcdef/artifacts/model',
    '0123456789abcdef0123456789abcdef', '', 'None', 1700000000000, 1700000000000);
INSERT INTO logged_models VALUES (1, 'm-1', 1, 'policy', '', 'LOGGED_MODEL_READY', '0123456789abcdef0123456789abcdef',
    'mlflow-artifacts:/1/models/m-1/artifacts', 1700000000000, 1700000000000);
