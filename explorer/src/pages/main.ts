// The small script of ordinary pages, which also work without it.
import { addSearchBoxes, addSearchKeys } from "../search/box";
import { addCopying } from "./copy";
import { addSlider } from "./days";
import { addReader } from "./reader";

document.documentElement.classList.add("script");

function start(): void {
  addCopying();
  addReader();
  addSearchBoxes();
}

start();
addSearchKeys();
document.addEventListener("scamgraph:shown", start);
void addSlider();
