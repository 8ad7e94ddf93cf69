"""What an edge is: the statement that makes `edges` of mentions and documents, wherever those come from."""

__all__ = ["EDGES"]

# Over `meant` (doc_id, citation, parent, relation, target_id, confidence) and `held` (doc_id, target_id).
EDGES = """
SELECT source_id, relation, target_id, stated_by, count(*) AS mentions, max(confidence) AS confidence
FROM (
    SELECT CASE WHEN m.parent IS NULL THEN h.target_id ELSE p.target_id END AS source_id,
           m.relation, m.target_id, m.doc_id AS stated_by, m.confidence
    FROM meant m
    JOIN held h USING (doc_id)
    LEFT JOIN meant p ON m.parent IS NOT NULL AND m.doc_id = p.doc_id AND m.parent = p.citation
)
WHERE source_id IS NOT NULL AND target_id IS NOT NULL AND source_id <> target_id
GROUP BY ALL
"""
