// The small script of ordinary pages, which also work without it.
import { addSearchBoxes, addSearchKeys } from "../search/box";
import { addCompletion } from "../shared/combobox";
import { addTables } from "../tables/table";
import { addBrush } from "../time/brush";
import { addCopying } from "./copy";
import { addDays } from "./days";
import { addReader } from "../reader/document_page";
import { addPane } from "../reader/pane";

document.documentElement.classList.add("script");

function start(): void {
  addCopying();
  addReader();
  addSearchBoxes();
  addTables();
  addCompletion();
  addBrush();
}

start();
addSearchKeys();
addPane();
document.addEventListener("scamgraph:shown", start);
void addDays();
