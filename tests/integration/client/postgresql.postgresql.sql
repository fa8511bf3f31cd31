CREATE VIEW other.tallies AS
SELECT a.title, COUNT(r.id)::int AS remarks
FROM public."Article" a LEFT JOIN other.remarks r ON r.article_id = a.id GROUP BY a.title;
