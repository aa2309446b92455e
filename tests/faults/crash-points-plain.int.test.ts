import { plainCalls, plainPaths } from './paths/plain-paths.ts';
import { surveyTests } from './survey-tests.ts';

surveyTests(plainPaths, plainCalls);
