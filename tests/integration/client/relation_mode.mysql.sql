CREATE VIEW `Tally` AS
SELECT c.id, (SELECT COUNT(*) FROM `Leaf` l WHERE l.`cascadeId` = c.id) AS leafs FROM `Cascade` c;
