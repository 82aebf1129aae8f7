// The small script of ordinary pages, which also work without it.
import { addReader } from "../reader/document_page";
import { addPane } from "../reader/pane";
import { addSearchBoxes, addSearchKeys } from "../search/box";
import { addCompletion } from "../shared/combobox";
import { addTables } from "../tables/table";
import { addBrush } from "../time/brush";
import { addCopying } from "./copy";
import { addDays } from "./days";

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
addPane();
addSearchKeys();
document.addEventListener("scamgraph:shown", start);
void addDays();
