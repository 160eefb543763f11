"""Reports. So far: figures read out of a text somebody sends, looked through one by one and declared together."""
