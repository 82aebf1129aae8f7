// The small script of ordinary pages, which also work without it.
import { addCopying } from "./copy";
import { addSlider } from "./days";
import { addReader } from "../reader/document_page";
import { addPane } from "../reader/pane";

document.documentElement.classList.add("script");

function start(): void {
  addCopying();
  addReader();
}

start();
addPane();
document.addEventListener("scamgraph:shown", start);
void addSlider();
