-- With the model in it, the content of a bulk is looked up here, and not among all templates of the gallery.
DROP INDEX template_content;
CREATE INDEX template_content ON template (gallery_key, content_hash, model);
