"""Official documents of the Union as DOCX, PDF and XLSX. Knows layout, nothing of what is reported."""
