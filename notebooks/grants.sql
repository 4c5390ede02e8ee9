-- Least rights for the principal that Assay signs in as: it reads gold and nothing else. Replace `assay-bot`.
GRANT USE CATALOG ON CATALOG main TO `assay-bot`;
GRANT USE SCHEMA ON SCHEMA main.gold TO `assay-bot`;
GRANT SELECT ON SCHEMA main.gold TO `assay-bot`;
