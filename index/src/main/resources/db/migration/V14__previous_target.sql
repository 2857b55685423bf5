-- The target FPIR that the gallery set when the generation before was live. Not both this and threshold.
ALTER TABLE previous_generation ADD COLUMN target_fpir ${real};
