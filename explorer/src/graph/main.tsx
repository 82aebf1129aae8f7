import cytoscape from "cytoscape";

const place = document.getElementById("graph");
if (place) cytoscape({ container: place });
