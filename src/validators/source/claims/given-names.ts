/** Frequent given names, which tell a person from other words with a capital letter. Without accents, in lower case. */
import { fold } from './fold.ts'
import { wordSet } from '../../../util/text/word-set.ts'

const NAMES = `
Adam Adrian Adriana Agata Agnes Agnieszka Ahmed Alan Alba Albert Alberto Alejandra Alejandro Aleksandra Alessandra
Alessandro Alexander Alexandra Alexandre Alfonso Alfred Alice Alicia Alina Álvaro Amanda Amelia Amélie Amina Amy Ana
Anastasia André Andrea Andreas Andrés Andrew Andrzej Angela Angelika Anita Anja Anke Anna Annette Anneke Annie Anouk
Anthony Antje Antoine Anton Antonella Antonia Antonio António Arjan Arnaud Arthur Artur Astrid Aurélie Axel Barbara
Barbora Bart Bartosz Beate Beata Beatrice Beatriz Ben Benedikt Benjamin Bernard Bernd Bernhard Birgit Björn Bożena
Brian Bruno Camila Camille Carina Carl Carla Carlo Carlos Carmen Carol Carolina Caroline Caterina Catherine Cécile
Charles Charlotte Chiara Chloé Christa Christian Christiane Christina Christine Christoph Christophe Christopher Clara
Claire Claudia Claudio Claus Clémence Cristina Damian Daniel Daniela Danuta Dariusz David Davide Debora Deborah Denise
Dennis Diana Diego Dieter Dietmar Dimitri Dirk Dominik Dominique Donald Dorota Dorothea Eduardo Edward Edyta Eleonora
Elena Eleanor Elias Elisa Elisabeth Elise Elizabeth Elke Ella Ellen Elżbieta Emil Emilia Emilio Emily Emma Emmanuel
Enrico Enrique Eric Erik Erika Ernst Esther Eva Evelyn Ewa Fabian Fabio Fatima Federica Federico Felipe Felix Fernanda
Fernando Filip Filippo Florian Fleur Frances Francesca Francesco Francis Francisca Francisco Franco François Françoise
Frank Franz Frederik Friedrich Gabriel Gabriela Gabriele Georg George Gerard Gerda Gerhard Gianluca Giorgio Giovanni
Giovanna Gisela Giulia Giuseppe Gonzalo Grace Grażyna Gregor Greta Grzegorz Guido Guillaume Gustav Hakan Halina Hannah
Hanna Hanne Hans Harald Harry Hassan Heidi Heike Heiko Heinrich Heinz Helen Helena Hélène Helga Helmut Hendrik Henri
Henriette Henry Herbert Hermann Hilde Horst Hugo Ian Ignacio Ilaria Ilse Inês Inés Inga Inge Ingrid Irena Irene Iris
Irmgard Isabel Isabella Isabelle Ivan Iwona Jacek Jack Jacqueline Jakob Jakub James Jan Jana Jane Janina Janusz Jarosław
Jasmin Javier Jean Jennifer Jens Jeroen Jerzy Jessica Jim Joachim Joana Joanna João Jochen Johan Johann Johanna Johannes
John Jolanta Jonas Jonathan Jordi Jörg Jorge Joris José Josef Joseph Josefine Joyce Juan Juana Judith Julia Julian
Juliana Julie Julien Jürgen Justyna Jutta Kai Kamil Karen Karin Karim Karl Karolina Kasia Katarina Katarzyna Kate
Katharina Katherine Kathrin Katja Katrin Kazimierz Kees Kenneth Kerstin Kevin Khalid Klaas Klaus Klara Konrad Konstantin
Krystyna Krzysztof Kurt Lara Lars Laura Laurent Lea Léa Lena Leon Leonardo Leonie Lidia Lieke Liam Linda Lisa Lorenzo
Lotte Louis Louise Luca Lucas Lucia Lucía Lúcia Lucie Ludwig Luigi Luis Luís Luisa Luiz Luka Lukas Łukasz Lydia Maarten
Maciej Magdalena Maja Małgorzata Manfred Manon Manuel Manuela Mara Marc Marcel Marcella Marcelo Marcin Marco Marcos Marek
Margaret Margarida Margarete Margherita Margit Maria María Marian Mariana Marianne Marie Marieke Marijke Mario Mário
Marion Marta Martha Marten Martin Martina Martine Martyna Mary Massimo Mateusz Mathieu Mathilde Mathias Matteo Matthew
Matthias Maurice Mauro Max Maximilian Mehmet Melanie Mia Michael Michaela Michał Michel Michele Michelle Miguel Milan
Mirosław Mohamed Mohammed Monica Monika Monique Moritz Muhammad Murat Nadia Nadine Nadja Natalia Nathalie Nele Niamh
Nicholas Nicola Nicolas Nicole Niels Niklas Nils Nina Noah Noémie Nora Norbert Nuno Olaf Oliver Olivia Olivier Omar Oscar
Osama Otto Pablo Paloma Paola Paolo Pascal Patricia Patrick Patrizia Paul Paula Paulina Paulo Paweł Pedro Peter Petra
Philip Philipp Philippe Pia Pierre Piero Pieter Pietro Piotr Rachel Rafael Rafał Rainer Ralf Ramón Raphael Raquel Raúl
Rebecca Regina Reinhard Renata Renate Riccardo Richard Rita Robert Roberta Roberto Roger Roland Rolf Romain Roman Ronald
Rosa Rosalie Rudolf Rui Rüdiger Ruth Sabine Samir Samuel Sandra Sanne Sara Sarah Saskia Sebastian Sergio Sérgio Silke
Silvia Simon Simona Simone Sinéad Sofia Sofie Sonia Sonja Sophia Sophie Stanisław Stefan Stefania Stefanie Stefano Steffen
Stéphane Stephanie Stephen Steven Susan Susana Susanne Svenja Sven Sylvia Sylvie Szymon Tadeusz Tamara Tanja Tatiana
Teresa Theo Theodor Thérèse Thierry Thomas Thorsten Tiago Tim Timo Tobias Tom Tomás Tomasz Torsten Udo Ulf Ulla Ulrich
Ulrike Urs Ursula Ute Uwe Valentin Valentina Valérie Valeria Vanessa Vera Veronika Verónica Victor Victoria Viktor
Vincent Vincenzo Virginia Vittoria Vivian Volker Waldemar Walter Werner Wiebke Wiesław Wilhelm Willem William Wim
Winfried Witold Władysław Wojciech Wolfgang Xavier Yannick Yasmin Yves Yvonne Zbigniew Zofia Zoé Zuzanna
`
const GIVEN_NAMES = wordSet(fold(NAMES))

/** Whether a word, or a part of a double name such as Jean-Pierre, is a frequent given name. */
export const isGivenName = (word: string): boolean =>
  fold(word)
    .split('-')
    .some((part) => GIVEN_NAMES.has(part))
