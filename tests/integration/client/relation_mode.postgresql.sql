CREATE VIEW "Tally" AS
SELECT c.id, (SELECT COUNT(*)::int FROM "Leaf" l WHERE l."cascadeId" = c.id) AS leafs FROM "Cascade" c;
