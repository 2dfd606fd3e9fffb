"""`alur simulate`: robot officials and participants walk legal paths through the real engine with a moved clock."""
