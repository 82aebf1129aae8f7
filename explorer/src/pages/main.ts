// The small script of ordinary pages: each of them is complete without it.
import { addCopying } from "./copy";
import { addSlider } from "./days";
import { addReader } from "./reader";

document.documentElement.classList.add("script");

function shown(): void {
  addCopying();
  addReader();
}

shown();
document.addEventListener("scamgraph:shown", shown);
void addSlider();
